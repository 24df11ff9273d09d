/** A stream that a client process opens and keeps. */
export interface Opening {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: string;
  /** Of the client: one address has ports for some twenty thousand connections. */
  readonly localAddress?: string;
}
