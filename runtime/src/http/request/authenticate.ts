import { HexaopsError, type Caller, type Engine } from '@hexaops/core';
import type { Admission } from '../admission/admission.ts';
import { sourceOf, type Networks } from '../admission/source-address.ts';
import type { HttpCheck, HttpContext } from './context.ts';
import { closedSignal } from './closed.ts';

/**
 * Verifies the token of this request, and of nothing else: no cookie, no query parameter, no body. An address that has sent
 * too many that do not hold is not listened to for a while.
 */
export function authenticate(engine: Engine, admission: Admission, proxies: Networks): HttpCheck {
  return async (context) => {
    const { key, address } = sourceOf(context.req, proxies);
    await admission.checkSource(key);
    try {
      const caller = await callerOfToken(engine, context);
      context.state.caller = address === undefined ? caller : { ...caller, sourceAddress: address };
    } catch (error) {
      // An expired token has been somebody's: everybody behind a slow proxy sends some.
      if (HexaopsError.is(error, 'token-invalid')) await admission.countFailure(key);
      throw error;
    }
  };
}

async function callerOfToken(engine: Engine, context: HttpContext): Promise<Caller> {
  if ((context.req.headersDistinct['authorization']?.length ?? 0) > 1) {
    throw new HexaopsError('token-invalid', 'the request has more than one Authorization header');
  }
  const headers: Record<string, string | undefined> = Object.create(null);
  for (const [name, value] of Object.entries(context.req.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return engine.authenticate({ headers }, closedSignal(context));
}
