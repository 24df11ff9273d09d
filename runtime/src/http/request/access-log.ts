import { type AnsweredRequest, HexaopsError, type MetricsPage } from '@hexaops/core';
import type { Logger } from 'pino';
import { problemKindOf } from '../problem/status.ts';
import type { HttpMiddleware } from './context.ts';
import { faultOf } from './fault.ts';

/**
 * One line per request, when its answer has ended. It names the pattern of the path, never the path, the query, a header or
 * a body: ids of sessions are credentials of a kind, and content belongs to the tenant. The same is counted, without whose it was.
 */
export function logRequests(logger: Logger, metrics?: MetricsPage): HttpMiddleware {
  return async (context, next) => {
    const started = performance.now();
    await next();
    const { requestId, caller, run, error } = context.state;
    const { method } = context;
    const line = {
      method,
      path: typeof context._matchedRoute === 'string' ? context._matchedRoute : '(unknown)',
      status: context.res.headersSent ? context.res.statusCode : context.status,
      ms: Math.round(performance.now() - started),
      requestId,
      run,
      workspace: caller?.workspace,
      code: HexaopsError.is(error) ? error.code : undefined,
    };
    const { path, status, ms: milliseconds } = line;
    metrics?.countRequest({ method: methods.find((known) => known === method) ?? 'other', path, status, milliseconds });
    if (error !== undefined && isFault(error)) logger.error({ ...line, error: faultOf(error) }, 'request failed');
    else logger[probes.has(line.path) ? 'debug' : 'info'](line, 'request');
  };
}

const methods: readonly AnsweredRequest['method'][] = ['GET', 'POST', 'DELETE'];

/** Asked every few seconds by the cluster, whatever happens. */
const probes: ReadonlySet<string> = new Set(['/health', '/livez', '/metrics', '/readyz']);

function isFault(error: unknown): boolean {
  return !HexaopsError.is(error) || problemKindOf(error.code).status === 500;
}
