import { HexaopsError } from '../errors.ts';
import type { AuditAppend, AwaitedApproval, Store } from '../extension/store.ts';
import { replacement } from './answer-words.ts';
import type { AnswerWords, RunEvent, RunEventDraft } from './events.ts';
import { deepFreeze, plainCopy, storable } from './plain.ts';
import type { Redactor } from './redactor.ts';
import { apply, initialState, type RunState, waitsForApproval } from './state.ts';

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

/** Appends that wait for their turn. */
interface Waiting {
  readonly drafts: RunEventDraft[];
  readonly stored: Promise<void>;
}

/**
 * The one writer of a run's events in this process. Appends are put in a row; each is durable before the next begins, and
 * before anybody sees it. Those that come while another is stored are stored together, so that reads side by side do not wait
 * for each other's. Events are plain JSON without the caller's token, and frozen: nobody who reads one can change the
 * run. Once an append has failed, be it that another writer has won or that the store does not answer, what is stored is not
 * known here any more: the journal has stopped, and every later call raises the same.
 */
export class RunJournal {
  readonly identity: RunIdentity;
  readonly #options: JournalOptions;
  readonly #events: RunEvent[];
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
    this.#state = stored.reduce(apply, initialState);
  }

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
    const plain = drafts.map((draft) => plainCopy(draft, this.#options.redact));
    await (this.#join(plain, audit) ?? this.#queue(plain, audit));
  }

  #join(drafts: readonly RunEventDraft[], audit: AuditAppend | undefined): Promise<void> | undefined {
    const waiting = this.#waiting;
    if (audit !== undefined || waiting === undefined) return undefined;
    if (waiting.drafts.length + drafts.length > mostTogether) return undefined;
    waiting.drafts.push(...drafts);
    return waiting.stored;
  }

  #queue(drafts: readonly RunEventDraft[], audit: AuditAppend | undefined): Promise<void> {
    const together = [...drafts];
    const stored = this.#tail.then(() => {
      if (this.#waiting?.drafts === together) this.#waiting = undefined;
      return this.#store(together, audit);
    });
    this.#tail = stored.catch(() => undefined);
    // Nothing goes past what is recorded for the audit, nor into its transaction.
    this.#waiting = audit === undefined ? { drafts: together, stored } : undefined;
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
    const time = new Date(this.#options.now()).toISOString();
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

  async #store(drafts: readonly RunEventDraft[], audit: AuditAppend | undefined): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const { store, now, observe } = this.#options;
    const state = drafts.reduce(apply, this.#state);
    let stored: readonly RunEvent[];
    try {
      const appended = await store.append({
        run: this.identity.run,
        after: this.sequence,
        events: drafts,
        status: state.status,
        now: now(),
        pending: awaited(state),
        worked: worked(state, drafts),
        ...(audit === undefined ? {} : { audit }),
      });
      stored = appended.map(deepFreeze);
      if (stored.length !== drafts.length) throw new HexaopsError('internal', 'the store did not keep every event');
    } catch (cause) {
      if (HexaopsError.is(cause, 'audit-full')) throw cause;
      this.#failure = HexaopsError.is(cause)
        ? cause
        : new HexaopsError('store-unavailable', 'the store did not take the next events of this run', {
            cause,
            nextStep: 'resume the run: it goes on from its last stored event',
          });
      throw this.#failure;
    }
    this.#events.push(...stored);
    this.#state = stored.reduce(apply, this.#state);
    if (stored.some(endsWords)) this.#words = '';
    this.#tell();
    for (const event of stored) observe(event);
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
