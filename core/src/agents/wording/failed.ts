import type { StepState } from '../../run/state.ts';

/** A step that was left out because there is nothing to ask it about has not failed. */
export function hasFailed({ status, error }: StepState): boolean {
  return status === 'failed' || status === 'denied' || (status === 'skipped' && error?.code !== 'not-found');
}
