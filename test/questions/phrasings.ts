import { changes } from './phrasings/changes.ts';
import { conversation } from './phrasings/conversation.ts';
import { lists } from './phrasings/lists.ts';
import { logs } from './phrasings/logs.ts';
import { metrics } from './phrasings/metrics.ts';
import { objectDiagnosis } from './phrasings/object-diagnosis.ts';
import type { Phrasing } from './phrasings/phrasing.ts';
import { storagePhrasings } from './phrasings/storage.ts';
import { workspaceDiagnosis } from './phrasings/workspace-diagnosis.ts';

export type { Outcome, Phrasing } from './phrasings/phrasing.ts';

/** Sentences that people and alerts write, and what must become of each in the workspace of `workspace.ts`. */
export const phrasings: readonly Phrasing[] = [
  ...workspaceDiagnosis,
  ...objectDiagnosis,
  ...changes,
  ...logs,
  ...metrics,
  ...lists,
  ...storagePhrasings,
  ...conversation,
];
