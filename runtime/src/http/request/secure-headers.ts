import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import type { HttpMiddleware } from './context.ts';

const contentSecurityPolicy = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
};

/** Sets what keeps a browser from doing anything with an answer but to hand it to the page that asked; and no cache keeps it. */
export function secureAnswers(): HttpMiddleware {
  const headers = [...headersOfHelmet(), ['Cache-Control', 'no-store'] as const];
  return (context, next) => {
    for (const [name, value] of headers) context.res.setHeader(name, value);
    return next();
  };
}

/** The same for every answer, so helmet is asked once. */
function headersOfHelmet(): readonly (readonly [string, string])[] {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  let failure: unknown;
  helmet({ contentSecurityPolicy })(response.req, response, (error) => (failure = error));
  if (failure !== undefined) throw failure;
  return response.getHeaderNames().map((name) => [name, String(response.getHeader(name))] as const);
}
