import { parseDuration } from '@hexaops/core/rules';

export const workerName = 'worker-storage';

export const namespaceArgument = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  maxLength: 63,
  description: 'All of the workspace when left out.',
} as const;

export const nameArgument = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
  maxLength: 253,
} as const;

export const claimArgument = {
  ...nameArgument,
  description: 'Full name of a claim; its namespace goes with it.',
} as const;

export const sinceArgument = {
  type: 'string',
  pattern: '^[1-9][0-9]{0,4}(h|d)$',
  description: 'How far back its growth is looked at: 6h, 7d, 30d. 7d unless told.',
} as const;

/** Milliseconds of what `sinceArgument` admits. */
export function millisecondsOf(since: string): number {
  return parseDuration(since);
}
