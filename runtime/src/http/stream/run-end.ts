import type { StreamedEvent } from '@hexaops/core';

/** The run has finished, or waits for somebody. */
export function endsWork({ type }: StreamedEvent): boolean {
  return type === 'run-finished' || type.endsWith('-required');
}
