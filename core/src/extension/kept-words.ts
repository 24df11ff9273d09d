import { type ExtensionPoint, extensionPoint } from './point.ts';
import type { Owner } from './store.ts';

/**
 * Something beside the store that keeps what people said or were told. Whoever deletes a session, or all that they said, has
 * it deleted there first: where that fails nothing is deleted from the store, so that it can be asked for again.
 */
export interface KeptWords {
  readonly id: string;
  /** Deletes what is kept of one session; also succeeds where that is nothing. */
  deleteSession(owner: Owner, session: string, signal: AbortSignal): Promise<void>;
  /** The same of all that the person said in the workspace. */
  deleteAll(owner: Owner, signal: AbortSignal): Promise<void>;
}

export const keptWordsPoint: ExtensionPoint<KeptWords> = extensionPoint<KeptWords>('kept-words', 'v1');
