import { contextOf } from '../engine/context-of.ts';
import { aborted, LiveRuns } from '../engine/live-runs.ts';
import type { EngineParts } from '../engine/parts.ts';
import type { BackgroundJob } from '../extension/jobs.ts';
import type { InvestigationRecord } from '../extension/store.ts';
import { drive } from '../run/drive.ts';
import type { RunJournal } from '../run/journal.ts';
import { keepEvidence } from '../run/read-step.ts';
import { alertEvidence } from './alert-evidence.ts';
import { type InvestigationBody, bodyOf } from './body.ts';
import { investigationConductor } from './conductor.ts';
import { outcomeOf } from './outcome.ts';
import { openRun } from './open-run.ts';
import { readingParts } from './reading-parts.ts';
import { investigatorOf } from './service-caller.ts';
import type { InvestigationSettings } from './settings.ts';

/** How long whoever has taken an investigation is believed to be at work without a word of it, and how often it says so. */
const leaseMilliseconds = 30_000;
const beatMilliseconds = 10_000;
const name = 'investigations.take';
/** Between two looks for what nobody works on. */
const every = 5_000;
/** What is older than this when it is taken is no longer looked into: the process has died of it, or nobody had the time. */
const tooOld = 3_600_000;
/** The step under which the alert itself stands in the run. */
const alertStep = 'alert';

/**
 * Works on the investigations that wait in the store, a few at a time; which replica has which the store decides. Nothing
 * here can write: its tools read, its guard is read only, its caller has neither a token nor a permission to change, and there
 * is no control plane in what it works with.
 */
export class Investigator {
  readonly #parts: EngineParts;
  readonly #settings: InvestigationSettings;
  readonly #live = new LiveRuns();
  readonly #working = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #taking: Promise<void> | undefined;
  #wanted = false;

  constructor(parts: EngineParts, settings: InvestigationSettings) {
    this.#settings = settings;
    this.#parts = readingParts(parts, settings);
  }

  get atWork(): number {
    return this.#working.size;
  }

  /** Takes what waits, as far as there is room. Returns at once; what fails is told by `job`. */
  wake(): void {
    void this.#takeAll().catch(() => undefined);
  }

  /** What was begun where nobody is any more is taken by the next look. */
  job(): BackgroundJob {
    return { name, every, run: () => this.#takeAll() };
  }

  /** Takes no more, and lets go of what is under way: it can be gone on with here or elsewhere. */
  async drain(signal: AbortSignal): Promise<void> {
    this.#stop.abort();
    await this.#live.drain(AbortSignal.abort());
    await Promise.race([Promise.allSettled(this.#working), aborted(signal)]);
  }

  async #takeAll(): Promise<void> {
    this.#wanted = true;
    this.#taking ??= this.#take().finally(() => (this.#taking = undefined));
    await this.#taking;
  }

  async #take(): Promise<void> {
    const { store } = this.#parts;
    while (this.#wanted && !this.#stop.signal.aborted) {
      this.#wanted = false;
      while (this.#working.size < this.#settings.atOnce && !this.#stop.signal.aborted) {
        const now = this.#parts.now();
        const taken = await store.investigations.take(now, now + leaseMilliseconds);
        if (taken === undefined) break;
        const work = this.#investigate(taken)
          .catch((error: unknown) => this.#parts.hooks.jobFailed.promise({ job: name, error }))
          .catch(() => undefined)
          .finally(() => {
            this.#working.delete(work);
            this.wake();
          });
        this.#working.add(work);
      }
    }
  }

  async #investigate(taken: InvestigationRecord): Promise<void> {
    const { store } = this.#parts;
    const body = bodyOf(taken);
    if (body === undefined || this.#parts.now() - taken.createdAt > tooOld)
      return this.#end(taken, 'failed', taken.body);
    const { record, journal } = await openRun(this.#parts, taken, body);
    const beat = setInterval(() => {
      const until = this.#parts.now() + leaseMilliseconds;
      void store.investigations.hold(record.workspace, record.id, until).catch(() => undefined);
    }, beatMilliseconds).unref();
    try {
      await this.#follow(journal, record, body);
    } finally {
      clearInterval(beat);
    }
    const { state, failure } = journal;
    // Another has gone on with it, or the store is away: it is theirs, or the next look's.
    if (failure !== undefined) return;
    if (state.status === 'running') return store.investigations.keep(released(record, { status: 'waiting' }));
    const outcome = outcomeOf(state, journal.after(0));
    const status = state.status === 'completed' ? 'completed' : 'failed';
    await this.#end(record, status, JSON.stringify({ ...body, outcome } satisfies InvestigationBody));
  }

  async #end(record: InvestigationRecord, status: 'completed' | 'failed', body: string | undefined): Promise<void> {
    const ended = { status, finishedAt: this.#parts.now(), ...(body === undefined ? {} : { body }) };
    await this.#parts.store.investigations.keep(released(record, ended));
  }

  async #follow(journal: RunJournal, { workspace }: InvestigationRecord, body: InvestigationBody): Promise<void> {
    const stop = new AbortController();
    const context = contextOf(this.#parts, journal, investigatorOf(workspace), stop.signal);
    const late = setTimeout(() => stop.abort(), this.#settings.seconds * 1_000).unref();
    this.#live.start(journal, stop, async () => {
      if (journal.state.evidence.length === 0) {
        const { drafts } = keepEvidence(context, alertStep, [alertEvidence(body)]);
        await journal.append(...drafts, {
          type: 'step-finished',
          step: alertStep,
          status: 'succeeded',
          milliseconds: 0,
          unavailable: body.left,
        });
      }
      await drive(context, investigationConductor(body.plan));
    });
    const events = this.#live.follow(journal.identity.run, journal.sequence);
    try {
      for await (const _ of events ?? []) continue;
    } finally {
      clearTimeout(late);
    }
  }
}

/** What is new of it, and that nobody has it any more. */
function released(record: InvestigationRecord, news: Partial<InvestigationRecord>): InvestigationRecord {
  const { takenUntil: _, ...rest } = { ...record, ...news };
  return rest;
}
