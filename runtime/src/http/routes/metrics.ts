import type { Engine, MetricsPage } from '@hexaops/core';
import type { HttpHandler } from '../request/context.ts';

/** Anybody may ask, so it is measured at most this often. Milliseconds. */
const pageAge = 1_000;

/** `GET /metrics`: the numbers of the service, of no tenant. */
export function getMetrics(engine: Engine, metrics: MetricsPage): HttpHandler {
  let known: { readonly at: number; readonly page: Promise<string> } | undefined;
  return async (context) => {
    const now = performance.now();
    if (known === undefined || now - known.at > pageAge) {
      known = { at: now, page: metrics.render(engine.measurements()) };
    }
    context.body = await known.page;
    context.type = metrics.contentType;
  };
}
