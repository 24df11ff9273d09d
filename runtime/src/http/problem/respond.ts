import type { HttpLimits } from '../limits.ts';
import type { HttpMiddleware } from '../request/context.ts';
import { leaveUnread } from '../request/leave-unread.ts';
import { Reluctance } from './reluctance.ts';
import { problemOf, type Problem } from './problem.ts';

/** Turns whatever is thrown below it into one problem document; the error itself is left in the state for the log. */
export function respondWithProblems({
  bodyBytes,
  refusalMilliseconds,
}: Pick<HttpLimits, 'bodyBytes' | 'refusalMilliseconds'>): HttpMiddleware {
  const reluctance = new Reluctance(refusalMilliseconds);
  return async (context, next) => {
    try {
      await next();
    } catch (error) {
      context.state.error = error;
      const problem = problemOf(error, context.state.requestId);
      leaveUnread(context.req, bodyBytes);
      await reluctance.hold(error);
      if (context.res.headersSent) {
        context.res.destroy();
        return;
      }
      context.respond = true;
      context.status = problem.status;
      context.type = 'application/problem+json';
      context.body = JSON.stringify(problem.status === 401 ? { ...context.state.refusal, ...problem } : problem);
      if (problem.status === 401) context.set('WWW-Authenticate', challengeFor(problem));
      const seconds = retryAfterOf(problem);
      if (seconds !== undefined) context.set('Retry-After', String(seconds));
    }
  };
}

/** RFC 6750, section 3. */
function challengeFor({ code }: Problem): string {
  const description = code === 'token-expired' ? 'the token has expired' : 'a valid bearer token is needed';
  return `Bearer realm="hexaops", error="invalid_token", error_description="${description}"`;
}

/** What is refused for now says for how long. Seconds. */
function retryAfterOf({ status, details }: Problem): number | undefined {
  const seconds = details?.['retryAfterSeconds'];
  if (status === 429 && typeof seconds === 'number') return seconds;
  return status === 429 || status === 503 ? soon : undefined;
}

const soon = 2;
