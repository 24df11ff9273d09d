/** Requests that a client process sends: one with each token, as fast as they are answered. */
export interface Load {
  readonly url: string;
  readonly path: string;
  readonly body?: string;
  /** Instead of the one: in turn, from the first again where they do not last. */
  readonly bodies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly tokens: readonly string[];
  /** All connections together; as fast as they are answered unless told. */
  readonly perSecond?: number;
  /** Ends after that time, with the tokens again from their first where they do not last. */
  readonly seconds?: number;
}

/** What came of it. Times of one request in milliseconds. */
export interface Served {
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly errors: number;
}
