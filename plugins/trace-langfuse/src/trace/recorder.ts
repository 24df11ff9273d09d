import type { ModelExchange, RestoredRun, RunEvent, TriedRule } from '@hexaops/core';

/** What one request has made of a run: from its first event here to its end or its suspension. */
export interface Recording {
  /** What it goes on from, where the run was suspended here: how it began, what was planned, which steps had begun. */
  readonly earlier: readonly RunEvent[];
  readonly events: readonly [RunEvent, ...RunEvent[]];
  readonly exchanges: readonly ModelExchange[];
  /** Rules that would have fired. */
  readonly tried?: readonly HeardRule[];
}

export interface HeardRule extends TriedRule {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface OpenRecording {
  readonly earlier: readonly RunEvent[];
  readonly events: [RunEvent, ...RunEvent[]];
  readonly exchanges: ModelExchange[];
  readonly tried: HeardRule[];
}

interface RecorderLimits {
  readonly runs: number;
  readonly events: number;
  readonly exchanges: number;
}

const recorderLimits: RecorderLimits = { runs: 1_000, events: 2_000, exchanges: 200 };

const endings: ReadonlySet<RunEvent['type']> = new Set([
  'run-finished',
  'approval-required',
  'reauthentication-required',
  'input-required',
]);

/** What is remembered of a run that is suspended. */
const kept: ReadonlySet<RunEvent['type']> = new Set(['run-started', 'plan-made', 'steps-added', 'step-started']);

/**
 * Listens to runs, and hands each over when it ends or suspends. What it keeps is bounded: of too many runs the one that
 * began first is handed over as it is, of a run that is too long the middle is left out.
 */
export class Recorder {
  readonly #open = new Map<string, OpenRecording>();
  readonly #suspended = new Map<string, readonly RunEvent[]>();
  readonly #limits: RecorderLimits;
  readonly #isWanted: (run: string) => boolean;
  readonly #done: (recording: Recording) => void;

  constructor(isWanted: (run: string) => boolean, done: (recording: Recording) => void, limits = recorderLimits) {
    this.#isWanted = isWanted;
    this.#done = done;
    this.#limits = limits;
  }

  hear(event: RunEvent): void {
    const { run } = event;
    const recording = this.#open.get(run);
    const isEnd = endings.has(event.type);
    if (recording === undefined) {
      if (!this.#isWanted(run)) return;
      this.#open.set(run, { earlier: this.#suspended.get(run) ?? [], events: [event], exchanges: [], tried: [] });
      this.#suspended.delete(run);
      const [oldest] = this.#open.keys();
      if (this.#open.size > this.#limits.runs && oldest !== undefined) this.#end(oldest);
    } else if (isEnd || recording.events.length < this.#limits.events) {
      recording.events.push(event);
    }
    if (isEnd) this.#end(run);
  }

  /** How a run began that may go on here: it was suspended in another process, or before this one was there. */
  hearRestored({ run, events }: RestoredRun): void {
    if (!this.#open.has(run) && this.#isWanted(run)) this.#remember(run, events);
  }

  /** An exchange is heard before the event that tells of it. */
  hearExchange(run: string, exchange: ModelExchange): void {
    const exchanges = this.#open.get(run)?.exchanges;
    if (exchanges !== undefined && exchanges.length < this.#limits.exchanges) exchanges.push(exchange);
  }

  /** It is told after an event of its run, and has the time of the last one. */
  hearTriedRule(run: string, rule: TriedRule): void {
    const open = this.#open.get(run);
    const last = open?.events.at(-1);
    if (open === undefined || last === undefined || open.tried.length >= this.#limits.exchanges) return;
    open.tried.push({ ...rule, at: Date.parse(last.time) });
  }

  /** Hands over what has not ended: nobody will hear of it here any more. */
  close(): void {
    for (const run of this.#open.keys()) this.#end(run);
  }

  #remember(run: string, events: readonly RunEvent[]): void {
    this.#suspended.delete(run);
    this.#suspended.set(run, events.filter(({ type }) => kept.has(type)).slice(0, this.#limits.events));
    const [oldest] = this.#suspended.keys();
    if (this.#suspended.size > this.#limits.runs && oldest !== undefined) this.#suspended.delete(oldest);
  }

  #end(run: string): void {
    const recording = this.#open.get(run);
    this.#open.delete(run);
    if (recording === undefined) return;
    if (recording.events.at(-1)?.type !== 'run-finished')
      this.#remember(run, [...recording.earlier, ...recording.events]);
    this.#done(recording);
  }
}
