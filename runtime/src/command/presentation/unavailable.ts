import type { UnavailableSource } from '@hexaops/core';
import { wrapped } from './fit.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';

/** What could not be read is always said: nothing wrong in what was not read is no news. */
export function unavailableLines(unavailable: readonly UnavailableSource[], { columns }: Screen): readonly string[] {
  if (unavailable.length === 0) return [];
  const lines = unavailable.flatMap(({ source, reason }) =>
    wrapped(printable(`${source}: ${reason}`), columns, { first: '   - ', rest: '     ' }),
  );
  return ['Could not be read:', ...lines];
}
