import { Failure, Unknown } from '../expression/values.ts';

/**
 * What a condition says of a fact. A missing field makes it `unknown`, not `false`; a comparison that has no meaning
 * (`"abc" < 3`) or an exhausted budget makes it an `error`.
 */
export type Verdict = 'true' | 'false' | 'unknown' | 'error';

/** The outcome of one condition, with the reason where it has one. */
export type Outcome = boolean | Unknown | Failure;

export function verdictOf(outcome: Outcome): Verdict {
  if (typeof outcome === 'boolean') return outcome ? 'true' : 'false';
  return outcome instanceof Unknown ? 'unknown' : 'error';
}

/** Any value as a condition: what is no boolean is a failure. */
export function asOutcome(value: unknown): Outcome {
  if (typeof value === 'boolean' || value instanceof Unknown || value instanceof Failure) return value;
  return new Failure(`the condition gives ${typeof value}, not true or false`);
}

/** As in CEL, in any order: one `false` decides; else an unknown outweighs an error. */
export function and(left: Outcome, right: Outcome): Outcome {
  if (left === false || right === false) return false;
  return undecided(left, right) ?? true;
}

/** As in CEL, in any order: one `true` decides; else an unknown outweighs an error. */
export function or(left: Outcome, right: Outcome): Outcome {
  if (left === true || right === true) return true;
  return undecided(left, right) ?? false;
}

function undecided(left: Outcome, right: Outcome): Unknown | Failure | undefined {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (left instanceof Failure) return left;
  return right instanceof Failure ? right : undefined;
}
