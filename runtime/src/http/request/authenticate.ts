import { HexaopsError, type Engine } from '@hexaops/core';
import type { HttpMiddleware } from './context.ts';
import { closedSignal } from './closed.ts';

/** Verifies the token of this request, and of nothing else: no cookie, no query parameter, no body. */
export function authenticate(engine: Engine): HttpMiddleware {
  return async (context, next) => {
    if ((context.req.headersDistinct['authorization']?.length ?? 0) > 1) {
      throw new HexaopsError('token-invalid', 'the request has more than one Authorization header');
    }
    const headers: Record<string, string | undefined> = Object.create(null);
    for (const [name, value] of Object.entries(context.req.headers)) {
      headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    context.state.caller = await engine.authenticate({ headers }, closedSignal(context));
    await next();
  };
}
