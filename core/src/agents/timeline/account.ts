import type { TimelineRequest } from '../../run/plan.ts';
import type { RunState } from '../../run/state.ts';
import { sightingsOf } from './sighting.ts';
import { type Suspicion, suspicionsOf } from './suspicion.ts';
import { type TimelineEntry, timelineOf } from './timeline.ts';

/** Milliseconds by which the clocks of two sources may differ. */
export const clockSkew = 2_000;

/** What a run that asked for a time line knows of what happened. */
export interface Account {
  readonly request: TimelineRequest;
  readonly timeline: readonly TimelineEntry[];
  /** The earliest first. */
  readonly suspicions: readonly Suspicion[];
}

/** Undefined where the plan asks for no time line. A function of the run's events alone. */
export function accountOf(state: RunState): Account | undefined {
  const request = state.plan?.timeline;
  if (request === undefined) return undefined;
  const { span, window } = request;
  const settings = { skew: clockSkew, window };
  const read = Math.max(...state.evidence.map(({ readAt }) => Date.parse(readAt)));
  const past = sightingsOf(state).filter(({ at }) => at <= read + clockSkew);
  const from = past.reduce((latest, { at }) => Math.max(latest, at), -Infinity) - span;
  // A change may lie before the time that was asked about: it is what brought the first symptom in it.
  const sightings = past.filter(({ at, kind }) => at >= (kind === 'change' ? from - window : from));
  const timeline = timelineOf(sightings, settings);
  return { request, timeline, suspicions: suspicionsOf(timeline, settings) };
}
