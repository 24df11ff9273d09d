import type { KeptMoment } from '../../run/moment.ts';
import type { RunState } from '../../run/state.ts';

/** A moment, and who saw it. */
export interface Sighting extends KeptMoment {
  /** The system whose clock gave the time: `kubernetes`, `prometheus`. */
  readonly source: string;
}

/** All that the steps of a run saw happen, in no order. */
export function sightingsOf({ steps, evidence }: Pick<RunState, 'steps' | 'evidence'>): readonly Sighting[] {
  const sources = new Map(evidence.map(({ id, source }) => [id, source]));
  return [...steps.values()].flatMap(({ step, moments }) =>
    moments.map((moment): Sighting => {
      const [cited = ''] = moment.evidence;
      return { ...moment, source: sources.get(cited) ?? step.worker };
    }),
  );
}
