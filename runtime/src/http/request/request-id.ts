import { randomBytes } from 'node:crypto';
import type { HttpMiddleware } from './context.ts';

const sane = /^[A-Za-z0-9._-]{1,64}$/;

/** Takes over the client's `x-request-id` where it can go into a log unescaped, else makes one of 128 random bits. */
export function identifyRequests(): HttpMiddleware {
  return async (context, next) => {
    const given = context.get('x-request-id');
    context.state.requestId = sane.test(given) ? given : randomBytes(16).toString('hex');
    context.set('X-Request-Id', context.state.requestId);
    await next();
  };
}
