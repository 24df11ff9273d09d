/** One call, before the token and the deadline. */
export interface Request {
  readonly method: string;
  /** Encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly accept?: string;
  readonly idempotencyKey?: string;
  /** The entity tag of what is known: nothing is sent where it is the same still. */
  readonly knownTag?: string;
}
