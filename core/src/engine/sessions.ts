import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { KeptWords } from '../extension/kept-words.ts';
import type { RunRecord, SessionRecord, Store } from '../extension/store.ts';
import { withinTime } from '../run/deadline.ts';
import { absent } from './absent.ts';
import { isId } from './check-input.ts';
import { historyOf } from './history.ts';
import type { LiveRuns } from './live-runs.ts';
import { newId, ownerOf, titleOf } from './new-records.ts';
import type { AskInput, HistoryEntry } from './types.ts';

/** Of one deletion in one place beside the store. */
const deleteMilliseconds = 30_000;

/** `begun` is to be stored with the session's first run. */
interface EnteredSession {
  readonly id: string;
  readonly begun: SessionRecord | undefined;
}

/** What people said, each seen by its owner alone. */
export class Sessions {
  readonly #store: Store;
  readonly #live: LiveRuns;
  readonly #kept: readonly KeptWords[];

  constructor(store: Store, live: LiveRuns, kept: readonly KeptWords[]) {
    this.#store = store;
    this.#live = live;
    this.#kept = kept;
  }

  list(caller: Caller): Promise<readonly SessionRecord[]> {
    return this.#store.sessions(ownerOf(caller));
  }

  /** The session that is asked in: that which is named, or a new one, which is not stored yet. Raises `not-found`. */
  async enter(caller: Caller, { session, message }: AskInput, now: number): Promise<EnteredSession> {
    if (session !== undefined) {
      await this.#require(caller, session);
      return { id: session, begun: undefined };
    }
    const id = newId();
    const title = titleOf(message, caller);
    return { id, begun: { ...ownerOf(caller), id, createdAt: now, lastUsedAt: now, title } };
  }

  async history(caller: Caller, session: string): Promise<readonly HistoryEntry[]> {
    await this.#require(caller, session);
    const runs = await this.#store.runsOfSession(ownerOf(caller), session);
    const histories = await Promise.all(runs.map(async ({ id }) => historyOf(await this.#store.events(id, 0))));
    return histories.flat();
  }

  async lastRun(caller: Caller, session: string): Promise<RunRecord | undefined> {
    await this.#require(caller, session);
    return this.#store.lastRun(ownerOf(caller), session);
  }

  async delete(caller: Caller, session: string): Promise<void> {
    const owner = ownerOf(caller);
    await this.#require(caller, session);
    for (const { id } of await this.#store.runsOfSession(owner, session)) await this.#live.cancel(id);
    await this.#elsewhere((kept, signal) => kept.deleteSession(owner, session, signal));
    if (!(await this.#store.deleteSession(owner, session))) throw absent('session');
  }

  async deleteAll(caller: Caller): Promise<void> {
    const owner = ownerOf(caller);
    await this.#live.cancelOf(owner);
    await this.#elsewhere((kept, signal) => kept.deleteAll(owner, signal));
    await this.#store.deleteSubject(owner.subject, owner.workspace);
  }

  /** Raises `store-unavailable` where anything could not be deleted. */
  async #elsewhere(remove: (kept: KeptWords, signal: AbortSignal) => Promise<void>): Promise<void> {
    for (const kept of this.#kept) {
      try {
        await withinTime(`deleting from ${kept.id}`, deleteMilliseconds, undefined, (signal) => remove(kept, signal));
      } catch (cause) {
        throw new HexaopsError('store-unavailable', `what is kept by ${kept.id} could not be deleted`, {
          cause,
          nextStep: 'delete it again: it is still here',
        });
      }
    }
  }

  async #require(caller: Caller, session: string): Promise<void> {
    if (!isId(session) || (await this.#store.session(ownerOf(caller), session)) === undefined) throw absent('session');
  }
}
