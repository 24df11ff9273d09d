import type { ReadContext } from '../source.ts';

export interface FetchOptions extends Pick<ReadContext, 'caller' | 'signal' | 'byteCap'> {
  /** Not encoded. */
  readonly query: Readonly<Record<string, string>>;
}

export interface FetchAnswer {
  /** The HTTP status: every one is an answer, as long as there is one. */
  readonly status: number;
  readonly body: string;
  /** The body was longer than the byte cap. */
  readonly truncated?: boolean;
}

/**
 * One GET of the Kubernetes API, wherever it is: `path` begins with `/api` or `/apis`. Raises what its place raises when
 * there is no answer (`cluster-unavailable`, `control-plane-unavailable`), when the caller has to do something
 * (`reauthentication-required`), and may raise `forbidden` and `result-too-large` in the place of an answer.
 */
export type FetchKubernetes = (path: string, options: FetchOptions) => Promise<FetchAnswer>;
