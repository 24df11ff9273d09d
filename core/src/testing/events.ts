import { isStored, type RunEvent, type RunEventType, type StreamedEvent } from '../run/events.ts';

/** Reads a stream of events to its end, and gives those that are stored. */
export async function collect(stream: AsyncIterable<StreamedEvent>): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of stream) if (isStored(event)) events.push(event);
  return events;
}

type EventOf<T extends RunEventType> = Extract<RunEvent, { readonly type: T }>;

export function eventsOf<T extends RunEventType>(events: readonly RunEvent[], type: T): readonly EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}

/** The last event of a type. Throws with the types that there are where there is none. */
export function lastOf<T extends RunEventType>(events: readonly RunEvent[], type: T): EventOf<T> {
  const last = eventsOf(events, type).at(-1);
  if (last !== undefined) return last;
  throw new Error(`no "${type}" among: ${events.map((event) => event.type).join(', ')}`);
}
