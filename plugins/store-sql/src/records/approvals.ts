import type { Approval, RunRecord } from '@hexaops/core';
import type { ExpressionBuilder, SelectQueryBuilder, Selectable } from 'kysely';
import type { Database } from '../database/open.ts';
import type { RunsTable, Tables } from '../database/tables.ts';
import { isStorable } from './identifiers.ts';
import { recordOf } from './run-record.ts';

export interface Approvals {
  /** See `Store.pendingApprovals`. */
  ofWorkspace(workspace: string): Promise<readonly RunRecord[]>;
  find(workspace: string, approval: string): Promise<RunRecord | undefined>;
  expired(now: number, limit: number): Promise<readonly RunRecord[]>;
  /**
   * Fills in what runs wait for that were suspended by a replica of a release that did not keep it: of one workspace, or of
   * all. Where nothing is to be filled in it is one query.
   */
  adopt(workspace?: string): Promise<void>;
}

type VisibleRuns = () => SelectQueryBuilder<Tables, 'runs' | 'sessions', Selectable<RunsTable>>;

/** Runs are those of sessions that have not expired. */
export function createApprovals(database: Database, visible: VisibleRuns): Approvals {
  const waiting = () => visible().whereRef('runs.pending_sequence', '=', 'runs.sequence');
  const adopt = async (workspace?: string) => {
    for (const { id, sequence, body } of await unknownApprovals(database, workspace)) {
      const { approval } = JSON.parse(body) as { readonly approval: Approval };
      await database
        .updateTable('runs')
        .set({
          pending_approval: approval.id,
          pending_expires_at: approval.bytes.expiresAt,
          pending_sequence: sequence,
        })
        .where('id', '=', id)
        .where('sequence', '=', sequence)
        .execute();
    }
  };
  const find = async (workspace: string, approval: string) =>
    waiting().where('runs.workspace', '=', workspace).where('runs.pending_approval', '=', approval).executeTakeFirst();

  return {
    adopt,
    async ofWorkspace(workspace) {
      if (!isStorable(workspace)) return [];
      await adopt(workspace);
      const rows = await waiting()
        .where('runs.workspace', '=', workspace)
        .where('runs.status', '=', 'suspended')
        .where('runs.pending_approval', 'is not', null)
        .orderBy('runs.created_at')
        .orderBy('runs.id')
        .execute();
      return rows.map(recordOf);
    },

    async find(workspace, approval) {
      if (!isStorable(workspace, approval)) return undefined;
      const known = await find(workspace, approval);
      if (known !== undefined) return recordOf(known);
      await adopt(workspace);
      const adopted = await find(workspace, approval);
      return adopted && recordOf(adopted);
    },

    async expired(now, limit) {
      const rows = await waiting()
        .where('runs.pending_expires_at', '<=', now)
        .orderBy('runs.pending_expires_at')
        .orderBy('runs.id')
        .limit(limit)
        .execute();
      return rows.map(recordOf);
    },
  };
}

/** Suspended runs that were last asked for an approval of which their row does not know. */
function unknownApprovals(database: Database, workspace: string | undefined) {
  const unknown = (row: ExpressionBuilder<Tables, 'runs'>) =>
    row.or([row('runs.pending_sequence', 'is', null), row('runs.pending_sequence', '<>', row.ref('runs.sequence'))]);
  return database
    .selectFrom('runs')
    .innerJoin('run_events', (join) =>
      join.onRef('run_events.run', '=', 'runs.id').onRef('run_events.sequence', '=', 'runs.sequence'),
    )
    .select(['runs.id', 'runs.sequence', 'run_events.body'])
    .where('runs.status', '=', 'suspended')
    .where('run_events.type', '=', 'approval-required')
    .where(unknown)
    .$if(workspace !== undefined, (query) => query.where('runs.workspace', '=', workspace ?? ''))
    .execute();
}
