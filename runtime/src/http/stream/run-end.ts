import type { RunEvent } from '@hexaops/core';

/** The run has finished, or waits for somebody. */
export function endsWork({ type }: RunEvent): boolean {
  return type === 'run-finished' || type.endsWith('-required');
}
