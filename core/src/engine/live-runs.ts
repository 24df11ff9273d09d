import type { Owner } from '../extension/store.ts';
import { lettingGo } from '../run/run-context.ts';
import { shownAfter } from '../run/answer-words.ts';
import type { StreamedEvent } from '../run/events.ts';
import { endsWords, type RunJournal } from '../run/journal.ts';

interface LiveRun {
  readonly journal: RunJournal;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** The runs that this process is working on, and their readers. A reader is a cursor: a slow one costs no memory. */
export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>();

  /** Works on a run until `work` settles. Only one work a run at a time. */
  start(journal: RunJournal, stop: AbortController, work: () => Promise<void>): void {
    const { run } = journal.identity;
    const done = work().finally(() => {
      if (this.#runs.get(run)?.journal === journal) this.#runs.delete(run);
    });
    // Told to those who follow; where nobody does, the run can be resumed all the same.
    done.catch(() => undefined);
    this.#runs.set(run, { journal, stop, done });
  }

  has(run: string): boolean {
    return this.#runs.has(run);
  }

  /** Cancels and waits until the work has ended, where there is any here. What it came to is in the store. */
  async cancel(run: string): Promise<void> {
    const live = this.#runs.get(run);
    if (live === undefined) return;
    live.stop.abort();
    await live.done.catch(() => undefined);
  }

  /** Cancels what is worked on here for one person in one workspace, and waits until it has ended. */
  async cancelOf({ subject, workspace }: Owner): Promise<void> {
    const own = [...this.#runs].filter(
      ([, { journal }]) => journal.state.subject === subject && journal.state.workspace === workspace,
    );
    await Promise.all(own.map(([run]) => this.cancel(run)));
  }

  /**
   * The events after `sequence` as they come, until the work ends, and what of an answer is said while it is made: whoever
   * comes late is told at once what has been said so far. Undefined where the run is not worked on here.
   */
  follow(run: string, sequence: number): AsyncIterable<StreamedEvent> | undefined {
    const live = this.#runs.get(run);
    return live === undefined ? undefined : followJournal(live.journal, live.done, sequence);
  }

  /**
   * Waits until nothing is worked on, at most until the signal aborts. What is left then is let go of where it stands: it is
   * not cancelled, and can be resumed here or on another replica. Returns also where something heeds no signal.
   */
  async drain(signal: AbortSignal): Promise<void> {
    await Promise.race([this.#settled(), aborted(signal)]);
    for (const { stop } of this.#runs.values()) stop.abort(lettingGo);
    await Promise.race([this.#settled(), aborted(AbortSignal.timeout(unwindMilliseconds))]);
  }

  async #settled(): Promise<void> {
    await Promise.allSettled([...this.#runs.values()].map(({ done }) => done));
  }
}

/** What a run that was let go of may take to notice. */
const unwindMilliseconds = 1_000;

/** Settles when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}

/**
 * Ends with what the work raised, when everything that was stored has been given. A reader who is slow is told in one piece
 * what others were told in several.
 */
async function* followJournal(
  journal: RunJournal,
  done: Promise<void>,
  sequence: number,
): AsyncIterable<StreamedEvent> {
  let cursor = sequence;
  let shown = '';
  let ended = false;
  const end = done.then(
    () => (ended = true),
    () => (ended = true),
  );
  for (;;) {
    const changed = journal.changed();
    const last = ended;
    for (const event of journal.after(cursor)) {
      cursor = event.sequence;
      if (endsWords(event)) shown = '';
      yield event;
    }
    // What was stored meanwhile comes first: it may have taken the place of what is said.
    if (journal.sequence > cursor) continue;
    const words = journal.wordsAfter(shown, cursor);
    if (words !== undefined) {
      shown = shownAfter(shown, words);
      yield words;
      continue;
    }
    if (last) return await done;
    // Nothing may come for long, also where the reader says that it has more than there is.
    await Promise.race([changed, end]);
  }
}
