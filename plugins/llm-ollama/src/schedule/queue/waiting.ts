import type { Call } from '../call.ts';

/** A call in the queue. */
export interface Waiting {
  readonly call: Call;
  /** The class it counts as now. */
  rank: number;
  /** Since when. */
  since: number;
  /** False once it has left the queue: what still holds it skips it. */
  here: boolean;
}

/** Earliest deadline first; without one, in the order of arrival after those that have one. */
export function before(left: Waiting, right: Waiting): number {
  const byDeadline = (left.call.deadline ?? Infinity) - (right.call.deadline ?? Infinity);
  if (byDeadline !== 0 && !Number.isNaN(byDeadline)) return byDeadline;
  return left.call.arrived - right.call.arrived || left.call.id - right.call.id;
}

/** The class first, then who has waited longest: by ages, which replicas can compare whatever their clocks say. */
export function urgencyOf({ rank, call }: Waiting, now: number): number {
  return rank * 1e13 - (now - call.arrived);
}
