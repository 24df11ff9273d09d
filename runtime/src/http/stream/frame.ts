import { isStored, type RunEvent, type StreamedEvent } from '@hexaops/core';

const frames = new WeakMap<RunEvent, WeakRef<Buffer>>();

/**
 * The server-sent event of a run's event: `event` is its type, `id` its sequence, `data` the event itself. What is not stored
 * has no id, so it moves no client's cursor. All readers of one stored event are given the same bytes for as long as one of
 * them has not taken them, so many who read slowly cost what one does.
 */
export function eventFrame(event: StreamedEvent): Buffer {
  if (!isStored(event)) return Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const known = frames.get(event)?.deref();
  if (known !== undefined) return known;
  const frame = Buffer.from(`id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  frames.set(event, new WeakRef(frame));
  return frame;
}

/** A frame that is no event of a run, so it has no id and moves no client's cursor. */
export function errorFrame(problem: object): string {
  return `event: error\ndata: ${JSON.stringify(problem)}\n\n`;
}

/** A line that clients ignore. `text` is this service's own and has no line break. */
export function commentFrame(text: string): string {
  return `: ${text}\n\n`;
}

/** Tells a client how long to wait before it comes back. */
export function retryFrame(milliseconds: number): string {
  return `retry: ${milliseconds}\n\n`;
}
