import Koa from 'koa';
import { metricsPagePoint } from '@hexaops/core';
import type { Logger } from 'pino';
import type { Networks } from './admission/source-address.ts';
import type { AlertCredential } from './alerts/credentials.ts';
import type { RunService } from './chat/answer.ts';
import { respondWithProblems } from './problem/respond.ts';
import { refuseUnmatched } from './problem/unmatched.ts';
import { logRequests } from './request/access-log.ts';
import type { RequestState, Routed } from './request/context.ts';
import { identifyRequests } from './request/request-id.ts';
import { secureAnswers } from './request/secure-headers.ts';
import type { Readiness } from './routes/health.ts';
import { routes } from './routes/routes.ts';
import { serveSurfaces } from './surfaces/serve-surfaces.ts';

export interface AppParts extends RunService {
  readonly logger: Logger;
  readonly readiness: Readiness;
  /** Whose `X-Forwarded-For` is believed. */
  readonly proxies: Networks;
  /** Who may send alerts; none: nobody can. */
  readonly alertCredentials: readonly AlertCredential[];
}

export type App = Koa<RequestState, Routed>;

/** The HTTP surface of an engine. It owns nothing: the engine and the server belong to the caller. */
export function createApp(parts: AppParts): App {
  const { logger, readiness, proxies } = parts;
  const app: App = new Koa<RequestState, Routed>();
  // What reaches Koa's own handler concerns a connection that is gone; its message may quote content, so it is left out.
  app.on('error', (error: unknown) => {
    logger.warn({ error: error instanceof Error ? error.name : typeof error }, 'connection failed');
  });
  app.use(identifyRequests());
  const [metrics] = parts.engine.contributions(metricsPagePoint);
  app.use(logRequests(logger, metrics));
  app.use(secureAnswers());
  app.use(respondWithProblems(parts.limits));
  app.use(serveSurfaces(parts.engine));
  app.use(routes(parts, readiness, proxies, parts.alertCredentials));
  app.use(refuseUnmatched());
  return app;
}
