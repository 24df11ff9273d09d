import type { RunEvent, RunEventDraft } from '../run/events.ts';
import { timeOf } from '../run/time.ts';

/** Whose events they are, and how many it has already. */
interface EventPlace {
  readonly run: string;
  readonly session: string;
  readonly after: number;
}

/**
 * The events that a store keeps of these drafts, as it gives them back: numbered on from `after`. `now`: milliseconds since
 * the epoch. A draft that is frozen is taken to be so throughout, and needs no copy; then the event is frozen, too.
 */
export function eventsOfDrafts(
  { run, session, after }: EventPlace,
  drafts: readonly RunEventDraft[],
  now: number,
): readonly RunEvent[] {
  const time = timeOf(now);
  return drafts.map((draft, index): RunEvent => {
    const isFrozen = Object.isFrozen(draft);
    const own = isFrozen ? draft : structuredClone(draft);
    const event: RunEvent = { ...own, run, session, sequence: after + index + 1, time, version: 1 };
    return isFrozen ? Object.freeze(event) : event;
  });
}
