import { HexaopsError } from '../errors.ts';
import type { AuditAppend, AwaitedApproval, RunRecord, SessionRecord, Store } from '../extension/store.ts';
import { replacement } from './answer-words.ts';
import type { AnswerWords, RunEvent, RunEventDraft } from './events.ts';
import { deepFreeze, plainCopy, storable } from './plain.ts';
import type { Redactor } from './redactor.ts';
import { apply, initialState, type RunState, waitsForApproval } from './state.ts';
import { timeOf } from './time.ts';

/** The ids under which a run is stored. */
export interface RunIdentity {
  readonly run: string;
  readonly session: string;
}

export interface JournalOptions {
  readonly store: Store;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly observe: (event: RunEvent) => void;
  /** What each text of an event goes through before it is stored. */
  readonly redact: Redactor;
}

/** Events that appends which wait for the same turn are stored with, together. */
const mostTogether = 64;

/** What is stored together. */
interface Batch {
  readonly drafts: RunEventDraft[];
  /** How many of them were noted. */
  noted: number;
}

/** What waits for its turn. */
interface Waiting {
  readonly batch: Batch;
  readonly stored: Promise<void>;
}

/** Makes a batch durable, with what goes with it; the state is that after it. */
type Keep = (drafts: readonly RunEventDraft[], state: RunState) => Promise<readonly RunEvent[]>;

/**
 * The one writer of a run's events in this process. Appends are put in a row; each is durable before the next begins, and
 * before anybody sees it. Those that come while another is stored are stored together, so that reads side by side do not wait
 * for each other's; what is noted waits for nothing, and is stored with what comes next. Events are plain JSON without the caller's token, and frozen: nobody who reads one can change the
 * run. Once an append has failed, be it that another writer has won or that the store does not answer, what is stored is not
 * known here any more: the journal has stopped, and every later call raises the same.
 */
export class RunJournal {
  readonly identity: RunIdentity;
  readonly #options: JournalOptions;
  readonly #events: RunEvent[];
  /** After what is stored. */
  #stored: RunState;
  /** Noted, and not stored yet. */
  #ahead: readonly RunEventDraft[] = [];
  /** Those of them that nothing takes along yet. */
  #noted: readonly RunEventDraft[] = [];
  /** After what is stored and what is noted. */
  #state: RunState;
  #tail: Promise<unknown> = Promise.resolve();
  /** The last in the row, where more can join it. */
  #waiting: Waiting | undefined;
  /** Of the next answer, as far as it is said already. */
  #words = '';
  #changed = Promise.withResolvers<void>();
  #failure: HexaopsError | undefined;

  constructor(identity: RunIdentity, options: JournalOptions, stored: readonly RunEvent[]) {
    this.identity = identity;
    this.#options = options;
    this.#events = [...stored];
    this.#stored = stored.reduce(apply, initialState);
    this.#state = this.#stored;
  }

  /** After all that is stored, and what is noted. */
  get state(): RunState {
    return this.#state;
  }

  get sequence(): number {
    return this.#events.length;
  }

  /** Why nothing more can be appended; undefined while it can. */
  get failure(): HexaopsError | undefined {
    return this.#failure;
  }

  /**
   * Creates the run with its first events, and with the session that it begins, where it begins one: all of it is durable,
   * or nothing. Raises what the store raises.
   */
  begin(run: RunRecord, session: SessionRecord | undefined, ...drafts: readonly RunEventDraft[]): Promise<void> {
    const { store } = this.#options;
    return this.#queue({ drafts: this.#plain(drafts), noted: 0 }, undefined, (events) =>
      store.createRun(run, { ...(session === undefined ? {} : { session }), events }),
    );
  }

  /**
   * Appends together or not at all. Raises `conflict` where another writer was first, what the store raises, and
   * `tool-failed`, without any harm to the journal, for a draft that is no JSON.
   */
  append(...drafts: readonly RunEventDraft[]): Promise<void> {
    return this.record(undefined, ...drafts);
  }

  /**
   * Appends together with entries for the audit: all of it is durable, or nothing. Raises, beside what `append` raises,
   * `audit-full`, without any harm to the journal.
   */
  async record(audit: AuditAppend | undefined, ...drafts: readonly RunEventDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const plain = this.#plain(drafts);
    // Where the audit is full, what was noted before must not be lost with what was to be recorded.
    if (audit !== undefined) this.#storeNoted();
    await this.#add({ drafts: [...this.#noted, ...plain], noted: this.#takeNoted() }, audit);
  }

  /**
   * Takes these for said at once, and waits for nothing: they are stored with what is appended next, or by themselves as
   * soon as the work waits for anything. Never for what an effect outside depends on. Nobody who follows sees them before they
   * are stored; where that fails, the next call raises it. Raises `tool-failed` as `append` does, and why the journal has stopped.
   */
  note(...drafts: readonly RunEventDraft[]): void {
    if (this.#failure !== undefined) throw this.#failure;
    const plain = this.#plain(drafts);
    if (this.#noted.length === 0) setImmediate(() => this.#storeNoted());
    this.#noted = [...this.#noted, ...plain];
    this.#ahead = [...this.#ahead, ...plain];
    this.#state = plain.reduce(apply, this.#state);
  }

  /** Settles when all that was appended and noted is stored, or can not be any more. */
  async settled(): Promise<void> {
    this.#storeNoted();
    await this.#tail;
  }

  #storeNoted(): void {
    if (this.#noted.length === 0) return;
    this.#add({ drafts: [...this.#noted], noted: this.#takeNoted() }, undefined).catch(() => undefined);
  }

  #takeNoted(): number {
    const { length } = this.#noted;
    this.#noted = [];
    return length;
  }

  #plain(drafts: readonly RunEventDraft[]): RunEventDraft[] {
    return drafts.map((draft) => plainCopy(draft, this.#options.redact));
  }

  #add(batch: Batch, audit: AuditAppend | undefined): Promise<void> {
    return this.#join(batch, audit) ?? this.#queue(batch, audit, (drafts, state) => this.#append(drafts, state, audit));
  }

  #join({ drafts, noted }: Batch, audit: AuditAppend | undefined): Promise<void> | undefined {
    const waiting = this.#waiting;
    if (audit !== undefined || waiting === undefined) return undefined;
    const { batch, stored } = waiting;
    if (batch.drafts.length + drafts.length > mostTogether) return undefined;
    batch.drafts.push(...drafts);
    batch.noted += noted;
    return stored;
  }

  #queue(batch: Batch, audit: AuditAppend | undefined, keep: Keep): Promise<void> {
    const stored = this.#tail.then(() => {
      if (this.#waiting?.batch === batch) this.#waiting = undefined;
      return this.#store(batch, keep);
    });
    this.#tail = stored.catch(() => undefined);
    // Nothing goes past what is recorded for the audit, nor into its transaction.
    this.#waiting = audit === undefined ? { batch, stored } : undefined;
    return stored;
  }

  /** Stored events after `sequence`, now. */
  after(sequence: number): readonly RunEvent[] {
    return this.#events.slice(sequence);
  }

  /**
   * Says what the next answer begins with, to those who follow: all of it each time, so that it is redacted as one, as the
   * answer will be. Nothing is stored. What was said before and is not part of it is taken back; the answer, or the run's end,
   * takes the place of all of it.
   */
  say(words: string): void {
    const said = this.#options.redact(storable(words));
    if (said === this.#words || this.#failure !== undefined) return;
    this.#words = said;
    this.#tell();
  }

  /** What whoever has been shown `shown`, and has the events up to `sequence`, is to be told of the words now. */
  wordsAfter(shown: string, sequence: number): AnswerWords | undefined {
    if (shown === this.#words) return undefined;
    const { run, session } = this.identity;
    const time = timeOf(this.#options.now());
    return {
      type: 'answer-words',
      ...replacement(shown, this.#words),
      run,
      session,
      sequence: Math.min(sequence, this.sequence),
      time,
      version: 1,
    };
  }

  /** Settles at the next append, or when something else is said. */
  changed(): Promise<void> {
    return this.#changed.promise;
  }

  #tell(): void {
    const changed = this.#changed;
    this.#changed = Promise.withResolvers();
    changed.resolve();
  }

  #append(
    drafts: readonly RunEventDraft[],
    state: RunState,
    audit: AuditAppend | undefined,
  ): Promise<readonly RunEvent[]> {
    const { store, now } = this.#options;
    return store.append({
      run: this.identity.run,
      after: this.sequence,
      events: drafts,
      status: state.status,
      now: now(),
      pending: awaited(state),
      worked: worked(state, drafts),
      ...(audit === undefined ? {} : { audit }),
    });
  }

  async #store({ drafts, noted }: Batch, keep: Keep): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const state = drafts.reduce(apply, this.#stored);
    let stored: readonly RunEvent[];
    try {
      stored = (await keep(drafts, state)).map(deepFreeze);
      if (stored.length !== drafts.length) throw new HexaopsError('internal', 'the store did not keep every event');
    } catch (cause) {
      if (HexaopsError.is(cause, 'audit-full')) throw cause;
      throw this.#stop(cause);
    }
    this.#events.push(...stored);
    this.#stored = state;
    this.#ahead = this.#ahead.slice(noted);
    this.#state = this.#ahead.reduce(apply, this.#stored);
    if (stored.some(endsWords)) this.#words = '';
    this.#tell();
    for (const event of stored) this.#options.observe(event);
  }

  #stop(cause: unknown): HexaopsError {
    const failure = HexaopsError.is(cause)
      ? cause
      : new HexaopsError('store-unavailable', 'the store did not take the next events of this run', {
          cause,
          nextStep: 'resume the run: it goes on from its last stored event',
        });
    this.#failure = failure;
    this.#noted = [];
    this.#ahead = [];
    this.#state = this.#stored;
    return failure;
  }
}

/** Takes the place of what was said of an answer while it was made. */
export function endsWords({ type }: RunEvent): boolean {
  return type === 'answer' || type === 'run-finished';
}

function awaited(state: RunState): AwaitedApproval | null {
  const approval = waitsForApproval(state);
  return approval === undefined ? null : { approval: approval.id, expiresAt: approval.bytes.expiresAt };
}

/** The tools of the steps that have succeeded in these events. */
function worked({ steps }: RunState, drafts: readonly RunEventDraft[]): readonly string[] {
  const tools = drafts.flatMap((draft) =>
    draft.type === 'step-finished' && draft.status === 'succeeded' ? (steps.get(draft.step)?.step.tool ?? []) : [],
  );
  return [...new Set(tools)];
}
