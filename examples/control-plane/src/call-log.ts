import type { Middleware } from 'koa';

/** One request to the internal API, whatever became of it. */
export interface InternalCall {
  readonly method: string;
  /** Still percent-encoded, with its query. */
  readonly url: string;
  readonly status: number;
}

const mostCalls = 10_000;

/** Keeps the last calls to the internal API: a test can see what was asked for, and that something never was. */
export function recordCalls(calls: InternalCall[]): Middleware {
  return async (context, next) => {
    await next();
    if (!context.path.startsWith('/internal/')) return;
    calls.push({ method: context.method, url: context.url, status: context.status });
    if (calls.length > mostCalls) calls.shift();
  };
}
