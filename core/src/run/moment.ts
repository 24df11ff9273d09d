import type { ObjectReference } from './finding.ts';

/**
 * What a worker saw happen, for one time line over all workers. Changes are what somebody did: a rollout, a rollback, a
 * new configuration, a scaling. Symptoms are what went wrong: the first of new error lines, a metric that changed its
 * level, an alert, a warning event, a restart.
 */
export interface Moment {
  /** Milliseconds since the epoch, by the clock of the source. Of what lasts, its beginning. */
  readonly at: number;
  /** Milliseconds by which the true time may lie before or after `at`: the step of a series, the resolution of a clock. 0 unless told. */
  readonly precision?: number;
  readonly kind: 'change' | 'symptom';
  /** A short sentence without the time: `revision 4 was rolled out with image checkout:2.1`. Untrusted, like all that is read. */
  readonly what: string;
  /** What it happened to, where that is known. */
  readonly object?: ObjectReference;
  /** Indexes into the evidence of the same result. */
  readonly evidence: readonly number[];
}

/** A moment as the run keeps it. */
export interface KeptMoment extends Omit<Moment, 'evidence'> {
  /** Ids of evidence of the run. */
  readonly evidence: readonly string[];
}
