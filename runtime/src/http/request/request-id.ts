import { randomUUID } from 'node:crypto';
import type { HttpMiddleware } from './context.ts';

const sane = /^[A-Za-z0-9._-]{1,64}$/;

/** Takes over the client's `x-request-id` where it can go into a log unescaped, else makes one of 122 random bits. */
export function identifyRequests(): HttpMiddleware {
  return (context, next) => {
    const given = context.req.headers['x-request-id'];
    const id = typeof given === 'string' && sane.test(given) ? given : randomUUID().replaceAll('-', '');
    context.state.requestId = id;
    context.res.setHeader('X-Request-Id', id);
    return next();
  };
}
