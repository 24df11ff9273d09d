import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import Koa from 'koa';
import type { Middleware } from 'koa';
import { KubernetesError } from './kubernetes/status.ts';
import { Problem } from './problem.ts';
import { giveConsole } from './page/console-files.ts';
import { proxyChat } from './proxy/chat-proxy.ts';
import type { ChatProxyOptions } from './proxy/chat-proxy.ts';
import { recordCalls } from './call-log.ts';
import type { InternalCall } from './call-log.ts';
import { faults } from './switches/fault-middleware.ts';
import type { Switches } from './switches/switches.ts';

export interface ApplicationOptions {
  readonly switches: Switches;
  readonly calls: InternalCall[];
  readonly proxy: ChatProxyOptions;
  readonly addRoutes: (router: Router) => void;
}

export function createApplication({ switches, calls, proxy, addRoutes }: ApplicationOptions): Koa {
  const application = new Koa();
  const router = new Router();
  addRoutes(router);
  application.use(recordCalls(calls));
  application.use(answerProblems);
  application.use(faults(switches));
  // Before any body is parsed: the proxy forwards the very bytes that came. It takes this path and no other.
  application.use((context, next) => (context.path === '/api/v1/ai/chat' ? proxyChat(context, proxy) : next()));
  application.use((context, next) =>
    context.path === '/console' || context.path.startsWith('/console/')
      ? giveConsole(context, proxy.aiopsUrl())
      : next(),
  );
  application.use(bodyParser({ enableTypes: ['json'], onError: refuseBody }));
  application.use(router.routes());
  application.use((context) => {
    throw new Problem(404, `there is nothing at ${context.path}`);
  });
  application.on('error', reportUnexpected);
  return application;
}

/** Connections are cut here on purpose, and clients go away: that is no error of the control plane. */
function reportUnexpected(error: NodeJS.ErrnoException): void {
  if (!cutCodes.has(error.code ?? '')) console.error(error);
}

const cutCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

const answerProblems: Middleware = async (context, next) => {
  try {
    await next();
  } catch (error) {
    const status = statusOf(error);
    context.status = status ?? 500;
    context.body = { error: status === undefined ? 'internal error' : (error as Error).message };
    if (status === undefined) context.app.emit('error', error, context);
  }
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof Problem) return error.status;
  return error instanceof KubernetesError ? (error.code >= 500 ? 502 : error.code) : undefined;
}

function refuseBody(error: Error): never {
  throw new Problem(400, 'the body is not valid JSON, or too long', { cause: error });
}
