import {
  createEngine,
  HexaopsError,
  messageOf,
  sharedLimitsPoint,
  type Engine,
  type LoadedPlugin,
  type SharedLimits,
} from '@hexaops/core';
import pino, { type Logger } from 'pino';
import type { LoadedConfig } from './config/load.ts';
import { networksOf } from './config/trusted-proxies.ts';
import { Admission } from './http/admission/admission.ts';
import { EventLoopLoad } from './http/admission/event-loop.ts';
import { createApp } from './http/app.ts';
import type { Readiness } from './http/routes/health.ts';
import { createHttpServer, listen } from './http/server.ts';
import { OpenStreams } from './http/stream/open-streams.ts';
import { engineConfigOf } from './service/engine-config.ts';
import { loadPlugins } from './service/load-plugins.ts';
import { logTriedRules } from './service/log-tried-rules.ts';
import { createService, type Service } from './service/service.ts';

export type { Service } from './service/service.ts';

export interface ServeOptions {
  /** Absent: JSON lines to standard output, at the configured level. */
  readonly logger?: Logger;
  /** In the place of those that the configuration lists. */
  readonly plugins?: readonly LoadedPlugin[];
}

/**
 * Starts the service and gives it when it is ready. It installs no signal handler: whoever starts it closes it.
 * Raises `config-invalid`, `plugin-*` and `rules-invalid`; then nothing is left running.
 */
export async function serve(loaded: LoadedConfig, options: ServeOptions = {}): Promise<Service> {
  const { config } = loaded;
  const logger = options.logger ?? pino({ level: config.logging.level });
  const plugins = options.plugins ?? (await loadPlugins(loaded));
  const engine = await createEngine({
    plugins: [...plugins, logTriedRules(logger)],
    config: await engineConfigOf(config),
  });
  const readiness: { state: Readiness['state'] } = { state: 'starting' };
  const streams = new OpenStreams();
  const { host, port, limits, shutdownSeconds, trustedProxies } = config.server;
  const eventLoop = new EventLoopLoad(limits.eventLoopMilliseconds);
  const admission = new Admission(limits, eventLoop, sharedLimitsOf(engine));
  const proxies = networksOf(trustedProxies);
  const alertCredentials = config.alerts.credentials;
  const app = createApp({ engine, limits, logger, readiness, streams, admission, proxies, alertCredentials });
  const server = createHttpServer(app, limits);
  const url = await listenOrDispose(() => listen(server, host, port), engine, `${host}:${port}`);
  eventLoop.start();
  readiness.state = 'ready';
  logger.info({ url, mode: config.mode, plugins: plugins.map(({ manifest }) => manifest.id) }, 'ready');
  return createService({
    url,
    engine,
    server,
    streams,
    readiness,
    eventLoop,
    logger,
    shutdownMilliseconds: shutdownSeconds * 1000,
  });
}

async function listenOrDispose(start: () => Promise<string>, engine: Engine, address: string): Promise<string> {
  try {
    return await start();
  } catch (cause) {
    await engine[Symbol.asyncDispose]();
    throw new HexaopsError('config-invalid', `cannot listen on ${address}: ${messageOf(cause)}`, {
      cause,
      nextStep: 'set server.host and server.port to an address of this machine that is free',
    });
  }
}

/** Undefined where no plugin counts for several processes. */
function sharedLimitsOf(engine: Engine): SharedLimits | undefined {
  return engine.contributions(sharedLimitsPoint)[0];
}
