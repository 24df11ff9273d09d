import { createHash } from 'node:crypto';
import type { Trace } from './observation.ts';

/**
 * The id of the trace of a run: the same in every process, so that whoever goes on with the run, or rates it, means the same
 * trace. 32 hexadecimal digits.
 */
export function traceId(run: string): string {
  return digits(`run ${run}`, 32);
}

/** The id of an observation: the same for the same part of the same run, so that one sent twice is there once. 16 digits. */
export function spanId({ run, firstSequence }: Pick<Trace, 'run' | 'firstSequence'>, observation: string): string {
  return digits(`run ${run} from ${firstSequence} ${observation}`, 16);
}

function digits(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
