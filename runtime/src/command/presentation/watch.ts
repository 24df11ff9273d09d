import type { AnswerWords, Evidence, RunEvent } from '@hexaops/core';
import { type Io, print } from '../io.ts';
import { answerLines } from './answer.ts';
import { LiveRegion } from './live-region.ts';
import { livePlan } from './live-plan.ts';
import { Narration } from './narration.ts';
import { printableJson } from './printable.ts';
import { RunSteps } from './run-steps.ts';
import { type Screen, screenOf } from './screen.ts';

/** How somebody, or a program, watches a run. */
export interface Watch extends Disposable {
  /** What was read by now, by its id. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  show(event: RunEvent): Promise<void>;
  /** What of the answer is there already: seen while it comes, and printed when all of it is there. */
  hear(words: AnswerWords): void;
  /** What is going on beside the steps. `lasting`: until the end, and not until the next event. */
  say(what: string, lasting?: boolean): void;
  /** While somebody is asked nothing moves. */
  asking<T>(ask: () => Promise<T>): Promise<T>;
}

export interface WatchOptions {
  /** The events themselves, one a line. */
  readonly json?: boolean;
  /** Evidence with its query and what came back. */
  readonly evidence?: boolean;
}

export function watchRun(io: Io, { json = false, evidence = false }: WatchOptions): Watch {
  const moves = io.moving && !json;
  const narration = new Narration({ wholeEvidence: evidence, beginnings: !moves });
  const steps = new RunSteps();
  let saying = 'asking';
  let meanwhile = 'working';
  let coming = '';
  const region = moves
    ? new LiveRegion(io, (frame) => {
        const rows = Math.max(2, (io.size()?.rows ?? 24) - 2);
        const screen = screenOf(io);
        const plan = livePlan(steps, screen, { otherwise: saying, frame, now: Date.now(), rows: Math.ceil(rows / 2) });
        return [...comingLines(coming, screen, rows - plan.length), ...plan];
      })
    : undefined;
  return {
    evidence: narration.evidence,
    async show(event) {
      steps.take(event, Date.now());
      saying = meanwhile;
      if (event.type === 'answer' || event.type === 'run-finished') coming = '';
      const lines = narration.lines(event, screenOf(io));
      if (json) return print(io, printableJson(event));
      if (lines.length === 0) return;
      const text = lines.join('\n');
      await (region?.print(text) ?? print(io, text));
    },
    hear({ at, text }) {
      coming = coming.slice(0, at) + text;
    },
    say(what, lasting = false) {
      if (region === undefined) io.stderr.write(`${what}\n`);
      saying = what;
      if (lasting) meanwhile = what;
    },
    asking: (ask) => region?.paused(ask) ?? ask(),
    [Symbol.dispose]: () => region?.[Symbol.dispose](),
  };
}

/** The end of it, as far as there is room; each line shorter than the screen is wide. */
function comingLines(text: string, { columns = 80, colours }: Screen, rows: number): readonly string[] {
  if (text === '' || rows <= 0) return [];
  return answerLines(text, { columns: columns - 1, colours }).slice(-rows);
}
