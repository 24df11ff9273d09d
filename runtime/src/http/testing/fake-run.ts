import type { RunEvent, RunEventDraft } from '@hexaops/core';

/** A run in memory: its events so far, and readers that wait for more while it is running. */
export class FakeRun {
  readonly id: string;
  readonly session: string;
  readonly subject: string;
  readonly workspace: string;
  readonly events: RunEvent[] = [];
  running = true;
  #changed = Promise.withResolvers<void>();

  constructor(id: string, session: string, subject: string, workspace: string) {
    this.id = id;
    this.session = session;
    this.subject = subject;
    this.workspace = workspace;
  }

  emit(...drafts: readonly RunEventDraft[]): void {
    for (const draft of drafts) {
      const sequence = this.events.length + 1;
      const time = new Date(Date.UTC(2026, 0, 1, 0, 0, sequence)).toISOString();
      this.events.push({ ...draft, run: this.id, session: this.session, sequence, time, version: 1 });
      if (draft.type === 'run-resumed') this.running = true;
      if (draft.type === 'run-finished' || draft.type.endsWith('-required')) this.running = false;
    }
    this.#wake();
  }

  get last(): RunEvent | undefined {
    return this.events.at(-1);
  }

  async *after(sequence: number): AsyncIterable<RunEvent> {
    let cursor = sequence;
    for (;;) {
      const changed = this.#changed.promise;
      const next = this.events[cursor];
      if (next !== undefined) {
        cursor += 1;
        yield next;
      } else if (this.running) await changed;
      else return;
    }
  }

  #wake(): void {
    const changed = this.#changed;
    this.#changed = Promise.withResolvers();
    changed.resolve();
  }
}
