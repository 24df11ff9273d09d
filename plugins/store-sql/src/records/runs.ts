import { HexaopsError, type Owner, type RunRecord } from '@hexaops/core';
import type { ExpressionBuilder, Selectable } from 'kysely';
import type { Database } from '../database/open.ts';
import type { RunsTable, Tables } from '../database/tables.ts';
import type { Retention } from '../retention/retention.ts';
import { isStorable, requireStorable } from './identifiers.ts';

export interface Runs {
  /** Uses its session. Raises `not-found` where that is no longer there. */
  create(run: RunRecord): Promise<void>;
  find(owner: Owner, id: string): Promise<RunRecord | undefined>;
  findInWorkspace(workspace: string, id: string): Promise<RunRecord | undefined>;
  /** In the order in which they began to be. */
  suspended(workspace: string): Promise<readonly RunRecord[]>;
  ofSession(owner: Owner, session: string): Promise<readonly RunRecord[]>;
}

export function createRuns(database: Database, retention: Retention): Runs {
  /** Of sessions that have not expired. */
  const visible = () =>
    database
      .selectFrom('runs')
      .innerJoin('sessions', 'sessions.id', 'runs.session')
      .selectAll('runs')
      .where((builder) => retention.alive(builder));

  return {
    async create({ id, session, subject, workspace, createdAt, sequence, status }) {
      requireStorable(id, session, subject, workspace);
      await database.transaction().execute(async (transaction) => {
        // First, for its lock on the row: runs of one session that begin together take their positions in turn.
        const { numUpdatedRows } = await transaction
          .updateTable('sessions')
          .set({ last_used_at: createdAt })
          .where('id', '=', session)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new HexaopsError('not-found', 'this session is no longer there');
        await transaction
          .insertInto('runs')
          .values((builder) => ({
            id,
            session,
            subject,
            workspace,
            created_at: createdAt,
            position: nextPosition(builder, session),
            sequence,
            status,
          }))
          .execute();
      });
    },

    async find({ subject, workspace }, id) {
      if (!isStorable(id, subject, workspace)) return undefined;
      const row = await visible()
        .where('runs.id', '=', id)
        .where('runs.subject', '=', subject)
        .where('runs.workspace', '=', workspace)
        .executeTakeFirst();
      return row && recordOf(row);
    },

    async findInWorkspace(workspace, id) {
      if (!isStorable(id, workspace)) return undefined;
      const row = await visible().where('runs.id', '=', id).where('runs.workspace', '=', workspace).executeTakeFirst();
      return row && recordOf(row);
    },

    async suspended(workspace) {
      if (!isStorable(workspace)) return [];
      const rows = await visible()
        .where('runs.workspace', '=', workspace)
        .where('runs.status', '=', 'suspended')
        .orderBy('runs.created_at')
        .orderBy('runs.id')
        .execute();
      return rows.map(recordOf);
    },

    async ofSession({ subject, workspace }, session) {
      if (!isStorable(session, subject, workspace)) return [];
      const rows = await visible()
        .where('runs.session', '=', session)
        .where('runs.subject', '=', subject)
        .where('runs.workspace', '=', workspace)
        .orderBy('runs.position')
        .execute();
      return rows.map(recordOf);
    },
  };
}

function nextPosition(builder: ExpressionBuilder<Tables, 'runs'>, session: string) {
  return builder
    .selectFrom('runs as others')
    .where('others.session', '=', session)
    .select((row) => row(row.fn.coalesce(row.fn.max('others.position'), row.lit(0)), '+', 1).as('position'));
}

function recordOf(row: Selectable<RunsTable>): RunRecord {
  return {
    id: row.id,
    session: row.session,
    subject: row.subject,
    workspace: row.workspace,
    createdAt: row.created_at,
    sequence: row.sequence,
    status: row.status,
  };
}
