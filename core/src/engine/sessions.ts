import type { Caller } from '../caller.ts';
import type { RunRecord, SessionRecord, Store } from '../extension/store.ts';
import { absent } from './absent.ts';
import { isId } from './check-input.ts';
import { historyOf } from './history.ts';
import type { LiveRuns } from './live-runs.ts';
import { newId, ownerOf, titleOf } from './new-records.ts';
import type { AskInput, HistoryEntry } from './types.ts';

/** What people said, each seen by its owner alone. */
export class Sessions {
  readonly #store: Store;
  readonly #live: LiveRuns;

  constructor(store: Store, live: LiveRuns) {
    this.#store = store;
    this.#live = live;
  }

  list(caller: Caller): Promise<readonly SessionRecord[]> {
    return this.#store.sessions(ownerOf(caller));
  }

  /** The id of the session that is asked in: the one that is named, or a new one. Raises `not-found`. */
  async enter(caller: Caller, { session, message }: AskInput, now: number): Promise<string> {
    if (session !== undefined) {
      await this.#require(caller, session);
      return session;
    }
    const id = newId();
    const title = titleOf(message, caller);
    await this.#store.createSession({ ...ownerOf(caller), id, createdAt: now, lastUsedAt: now, title });
    return id;
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
    if (!isId(session)) throw absent('session');
    for (const { id } of await this.#store.runsOfSession(owner, session)) await this.#live.cancel(id);
    if (!(await this.#store.deleteSession(owner, session))) throw absent('session');
  }

  async deleteAll(caller: Caller): Promise<void> {
    const owner = ownerOf(caller);
    await this.#live.cancelOf(owner);
    await this.#store.deleteSubject(owner.subject, owner.workspace);
  }

  async #require(caller: Caller, session: string): Promise<void> {
    if (!isId(session) || (await this.#store.session(ownerOf(caller), session)) === undefined) throw absent('session');
  }
}
