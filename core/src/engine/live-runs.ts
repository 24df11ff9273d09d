import { lettingGo } from '../run/drive.ts';
import type { RunEvent } from '../run/events.ts';
import type { RunJournal } from '../run/journal.ts';

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
    this.#runs.set(run, { journal, stop, done });
  }

  has(run: string): boolean {
    return this.#runs.has(run);
  }

  /** Cancels and waits until the run has said so. False where it is not worked on here. */
  async cancel(run: string): Promise<boolean> {
    const live = this.#runs.get(run);
    if (live === undefined) return false;
    live.stop.abort();
    await live.done;
    return true;
  }

  /** The events after `sequence` as they come, until the work ends; undefined where the run is not worked on here. */
  follow(run: string, sequence: number): AsyncIterable<RunEvent> | undefined {
    const live = this.#runs.get(run);
    return live === undefined ? undefined : followJournal(live.journal, live.done, sequence);
  }

  /**
   * Waits until nothing is worked on, at most until the signal aborts. What is left then is let go of where it stands: it is
   * not cancelled, and can be resumed here or on another replica.
   */
  async drain(signal: AbortSignal): Promise<void> {
    const all = Promise.allSettled([...this.#runs.values()].map(({ done }) => done));
    const late = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([all, late]);
    for (const { stop } of this.#runs.values()) stop.abort(lettingGo);
    await Promise.allSettled([...this.#runs.values()].map(({ done }) => done));
  }
}

async function* followJournal(journal: RunJournal, done: Promise<void>, sequence: number): AsyncIterable<RunEvent> {
  let cursor = sequence;
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
      yield event;
    }
    if (last) return;
    if (journal.sequence === cursor) await Promise.race([changed, end]);
  }
}
