import type { Store } from '../extension/store.ts';
import type { ReadTool } from '../extension/tool.ts';
import { findInvestigations } from './find-tool.ts';
import type { InvestigationSettings } from './settings.ts';
import { showInvestigation } from './show-tool.ts';

/** By which people learn of what was looked into without them. */
export function investigationTools(store: Store, settings: InvestigationSettings): readonly ReadTool[] {
  return [findInvestigations(store, settings), showInvestigation(store)];
}
