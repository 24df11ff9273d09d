import type { ShownFact } from '@hexaops/core/diagnosis';

/** The ways of looking that findings cite. */
export type Source = 'record' | 'values' | 'object';
export type ReleaseFact = ShownFact<Source>;
