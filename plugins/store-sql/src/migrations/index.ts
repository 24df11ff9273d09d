import type { Migration } from 'kysely/migration';
import { sessionsAndRuns } from './0001-sessions-and-runs.ts';
import { auditAndApprovals } from './0002-audit-and-approvals.ts';
import { alerts } from './0003-alerts.ts';

/**
 * All changes of the schema, in the order of their names. One that was released is never changed, and none has a way back.
 * A new one leaves what the release before it reads and writes: while replicas are replaced, both are at work.
 */
export const migrations: Readonly<Record<string, Migration>> = Object.freeze({
  '0001-sessions-and-runs': sessionsAndRuns,
  '0002-audit-and-approvals': auditAndApprovals,
  '0003-alerts': alerts,
});
