import type { Middleware, ParameterizedContext } from 'koa';
import { HexaopsError, type Caller } from '@hexaops/core';
import type { AlertSender } from '../alerts/credentials.ts';
import { idSchema } from '../schemas/common.ts';

/** What is known of one request while it is served. Nothing of it is logged but what `access-log.ts` names. */
export interface RequestState {
  requestId: string;
  /** Set by `authenticate`. */
  caller?: Caller;
  /** Set by `authenticateSender`. */
  sender?: AlertSender;
  /** Set by `readJson`: parsed, not yet validated; undefined where the request has no body. */
  body?: unknown;
  /** The run that the request is about, for the log: set once it has been found, for until then it is a client's words. */
  run?: string;
  /** What the refusal of a token says on this path beside the problem, for clients that look for it. */
  refusal?: Readonly<Record<string, unknown>>;
  /** What ended the request early, for the log. */
  error?: unknown;
}

/** What the router leaves in the context. */
export interface Routed {
  params?: Record<string, string>;
  /** The pattern that matched. */
  _matchedRoute?: string | RegExp;
  /** Everything whose path matched, whatever the method. */
  matched?: readonly { readonly methods: readonly string[] }[];
}

export type HttpContext = ParameterizedContext<RequestState, Routed>;
export type HttpMiddleware = Middleware<RequestState, Routed>;
/** One of the conditions under which a request goes on; raises where it does not hold. */
export type HttpCheck = (context: HttpContext) => Promise<void> | void;
export type HttpHandler = (context: HttpContext) => Promise<void>;

/** The caller of a request that has passed `authenticate`. */
export function callerOf(context: HttpContext): Caller {
  const { caller } = context.state;
  if (caller === undefined) throw new HexaopsError('internal', 'a handler runs before its caller is known');
  return caller;
}

/** The id in the matched path. What cannot be an id is as absent as one that never was. */
export function idOf(context: HttpContext): string {
  const id = context.params?.['id'];
  if (id === undefined || !idPattern.test(id)) throw new HexaopsError('not-found', 'no such id');
  return id;
}

export const idPattern = new RegExp(idSchema.pattern);

/** A parameter of the query; where it is given more than once, that is refused rather than guessed. */
export function queryOf(context: HttpContext, name: string): string | undefined {
  const value = context.query[name];
  if (Array.isArray(value)) {
    throw new HexaopsError('input-invalid', `the query gives "${name}" more than once`, { nextStep: 'give it once' });
  }
  return value;
}
