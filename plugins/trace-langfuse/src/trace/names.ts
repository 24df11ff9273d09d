import type { RunEvent } from '@hexaops/core';

/** Ids of the observations that every trace has. */
export const chat = 'chat';
export const orchestrator = 'orchestrator';

/** Milliseconds since the epoch. */
export function timeOf({ time }: RunEvent): number {
  return Date.parse(time);
}

/** What every trace is called. */
export const traceName = 'run';
