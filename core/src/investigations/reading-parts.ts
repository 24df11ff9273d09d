import type { EngineParts } from '../engine/parts.ts';
import { readingTools } from './reading-tools.ts';
import type { InvestigationSettings } from './settings.ts';

/**
 * What an investigation is worked on with. Nothing in it changes anything: its tools read, its guard is read only, and there
 * is no control plane. No model either: those of a workspace are read with a token of its people, and cost them money.
 */
export function readingParts(parts: EngineParts, { workers }: Pick<InvestigationSettings, 'workers'>): EngineParts {
  return {
    ...parts,
    tools: readingTools(parts.tools, workers),
    guard: { ...parts.guard, mode: 'readOnly' },
    controlPlane: undefined,
    models: undefined,
    agents: new Map(),
  };
}
