import type { Fairness } from './fairness.ts';
import type { ModelQueue } from './queue/model-queue.ts';
import type { Demand } from './residency/demand.ts';
import type { Supply } from './supply.ts';

/** Taken, or refused with the milliseconds after which it is worth asking again. */
export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly retryAfter: number };

/** Of what begins, at least so much is taken to be left for a class whatever comes in those above. */
const leastShare = 0.05;

/**
 * Milliseconds until a new call would begin: what waits before it, over the rate at which slots become free (Little's law),
 * less what keeps coming in more urgent classes. A workspace that was served little waits behind its own calls and as many of
 * each other workspace's; and once the others are ahead of it by the slack, behind nobody's more urgent calls either.
 */
export function predictedWait(
  workspace: string,
  rank: number,
  queue: ModelQueue,
  demand: Demand,
  supply: Supply,
  fairness: Fairness,
  now: number,
): number {
  const { rank: counted, yieldsAfter } = queue.standingOf(workspace, rank, now);
  const all = queue.ahead(counted);
  const beginning = (supply.slots / Math.max(1, demand.holding.value)) * 1000;
  const left = Math.max(beginning * leastShare, beginning - demand.above(counted, now));
  if (counted > rank) return waitOf(all, left, supply);
  const share = (queue.aheadOf(workspace, counted) + 1) * Math.max(1, fairness.active);
  const lag = (yieldsAfter / Math.max(1, demand.work(now))) * 1000;
  return Math.min(waitOf(Math.min(all, share), left, supply), lag + waitOf(share, beginning, supply));
}

function waitOf(ahead: number, perSecond: number, { free, until }: Supply): number {
  return ahead < free ? until : until + ((ahead + 1 - free) / perSecond) * 1000;
}
