import { HexaopsError } from '@hexaops/core';
import type { HttpMiddleware } from '../request/context.ts';

/** Reached when no route has taken the request: the path is unknown, or known under other methods. */
export function refuseUnmatched(): HttpMiddleware {
  return async (context) => {
    const methods = new Set((context.matched ?? []).flatMap((layer) => layer.methods));
    if (methods.size === 0) throw new HexaopsError('not-found', 'no such path');
    context.set('Allow', [...methods].join(', '));
    if (context.method === 'OPTIONS') {
      context.status = 204;
      return;
    }
    throw new HexaopsError('method-not-allowed', `this path does not take ${context.method}`, {
      nextStep: `use ${[...methods].join(' or ')}`,
    });
  };
}
