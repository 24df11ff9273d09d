import { HexaopsError } from '../errors.ts';
import type { Store } from '../extension/store.ts';
import type { RunEvent, RunEventDraft } from './events.ts';
import { apply, initialState, type RunState } from './state.ts';

/** The ids under which a run is stored. */
export interface RunIdentity {
  readonly run: string;
  readonly session: string;
}

/**
 * The one writer of a run's events in this process. Appends are put in a row; each is durable before the next begins, and
 * before anybody sees it. Once another writer has won, nothing more can be appended: every later call raises `conflict`.
 */
export class RunJournal {
  readonly identity: RunIdentity;
  readonly #store: Store;
  readonly #now: () => number;
  readonly #observe: (event: RunEvent) => void;
  readonly #events: RunEvent[];
  #state: RunState;
  #tail: Promise<unknown> = Promise.resolve();
  #changed = Promise.withResolvers<void>();

  constructor(
    identity: RunIdentity,
    store: Store,
    now: () => number,
    observe: (event: RunEvent) => void,
    stored: readonly RunEvent[],
  ) {
    this.identity = identity;
    this.#store = store;
    this.#now = now;
    this.#observe = observe;
    this.#events = [...stored];
    this.#state = stored.reduce(apply, initialState);
  }

  get state(): RunState {
    return this.#state;
  }

  get sequence(): number {
    return this.#events.length;
  }

  /** Appends together or not at all. Raises `conflict` where another writer was first. */
  append(...drafts: readonly RunEventDraft[]): Promise<void> {
    const result = this.#tail.then(async () => {
      const next = drafts.reduce(apply, this.#state);
      const after = this.sequence;
      const stored = await this.#store.append(this.identity.run, after, drafts, next.status, this.#now());
      if (stored.length !== drafts.length) throw new HexaopsError('internal', 'the store did not keep every event');
      this.#events.push(...stored);
      this.#state = next;
      const changed = this.#changed;
      this.#changed = Promise.withResolvers();
      changed.resolve();
      for (const event of stored) this.#observe(event);
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Stored events after `sequence`, now. */
  after(sequence: number): readonly RunEvent[] {
    return this.#events.slice(sequence);
  }

  /** Settles at the next append. */
  changed(): Promise<void> {
    return this.#changed.promise;
  }
}
