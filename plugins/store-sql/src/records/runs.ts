import { HexaopsError, type Owner, type RunRecord } from '@hexaops/core';
import type { ExpressionBuilder } from 'kysely';
import type { Database } from '../database/open.ts';
import type { Tables } from '../database/tables.ts';
import type { Retention } from '../retention/retention.ts';
import { type Approvals, createApprovals } from './approvals.ts';
import { isStorable, requireStorable } from './identifiers.ts';
import { recordOf } from './run-record.ts';

export interface Runs {
  /** Uses its session. Raises `not-found` where that is no longer there. */
  create(run: RunRecord): Promise<void>;
  find(owner: Owner, id: string): Promise<RunRecord | undefined>;
  ofSession(owner: Owner, session: string): Promise<readonly RunRecord[]>;
  lastOfSession(owner: Owner, session: string): Promise<RunRecord | undefined>;
  readonly approvals: Approvals;
}

export function createRuns(database: Database, retention: Retention): Runs {
  /** Of sessions that have not expired. */
  const visible = () =>
    database
      .selectFrom('runs')
      .innerJoin('sessions', 'sessions.id', 'runs.session')
      .selectAll('runs')
      .where((builder) => retention.alive(builder));
  const ofSession = ({ subject, workspace }: Owner, session: string) =>
    visible()
      .where('runs.session', '=', session)
      .where('runs.subject', '=', subject)
      .where('runs.workspace', '=', workspace);

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

    async ofSession(owner, session) {
      if (!isStorable(session, owner.subject, owner.workspace)) return [];
      const rows = await ofSession(owner, session).orderBy('runs.position').execute();
      return rows.map(recordOf);
    },

    async lastOfSession(owner, session) {
      if (!isStorable(session, owner.subject, owner.workspace)) return undefined;
      const row = await ofSession(owner, session).orderBy('runs.position', 'desc').limit(1).executeTakeFirst();
      return row && recordOf(row);
    },

    approvals: createApprovals(database, visible),
  };
}

function nextPosition(builder: ExpressionBuilder<Tables, 'runs'>, session: string) {
  return builder
    .selectFrom('runs as others')
    .where('others.session', '=', session)
    .select((row) => row(row.fn.coalesce(row.fn.max('others.position'), row.lit(0)), '+', 1).as('position'));
}
