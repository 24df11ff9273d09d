import type { Release, StreamedEvent } from '@hexaops/core';
import { endsWork } from '../stream/run-end.ts';

/**
 * The same events, with a place that is released when the run ends or suspends. A reader that goes away leaves a run that is
 * still worked on: its events are then taken to the end here, and its place stays taken.
 */
export function untilRunEnds(events: AsyncIterable<StreamedEvent>, release: Release): AsyncIterable<StreamedEvent> {
  return { [Symbol.asyncIterator]: () => new HeldRun(events[Symbol.asyncIterator](), release) };
}

class HeldRun implements AsyncIterator<StreamedEvent> {
  readonly #events: AsyncIterator<StreamedEvent>;
  readonly #release: Release;
  #pending: Promise<IteratorResult<StreamedEvent>> | undefined;
  #worked = true;

  constructor(events: AsyncIterator<StreamedEvent>, release: Release) {
    this.#events = events;
    this.#release = release;
  }

  next(): Promise<IteratorResult<StreamedEvent>> {
    this.#pending = this.#advance();
    return this.#pending;
  }

  async return(): Promise<IteratorResult<StreamedEvent>> {
    if (this.#worked && this.#pending !== undefined) void this.#drain(this.#pending);
    else {
      this.#end();
      await this.#events.return?.();
    }
    return { done: true, value: undefined };
  }

  async #advance(): Promise<IteratorResult<StreamedEvent>> {
    try {
      const next = await this.#events.next();
      if (next.done === true || endsWork(next.value)) this.#end();
      return next;
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  async #drain(pending: Promise<IteratorResult<StreamedEvent>>): Promise<void> {
    try {
      await pending;
      while (this.#worked) await this.#advance();
      await this.#events.return?.();
    } catch {
      // It has been told to whoever read it, or nobody reads it any more; the place is free.
    }
  }

  #end(): void {
    this.#worked = false;
    this.#release();
  }
}
