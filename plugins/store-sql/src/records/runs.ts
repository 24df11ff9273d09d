import { type Beginning, HexaopsError, type Owner, type RunEvent, type RunRecord } from '@hexaops/core';
import type { ExpressionBuilder, Transaction } from 'kysely';
import type { Database } from '../database/open.ts';
import type { Tables } from '../database/tables.ts';
import type { Retention } from '../retention/retention.ts';
import { type Approvals, createApprovals } from './approvals.ts';
import { eventOf, rowsOf } from './events.ts';
import { isStorable, requireStorable } from './identifiers.ts';
import { recordOf } from './run-record.ts';
import { insertSession } from './sessions.ts';

export interface Runs {
  /** See `Store.createRun`: one transaction, durable when it returns. */
  create(run: RunRecord, beginning?: Beginning): Promise<readonly RunEvent[]>;
  find(owner: Owner, id: string): Promise<RunRecord | undefined>;
  ofSession(owner: Owner, session: string): Promise<readonly RunRecord[]>;
  lastOfSession(owner: Owner, session: string): Promise<RunRecord | undefined>;
  readonly approvals: Approvals;
}

export function createRuns(database: Database, retention: Retention, sessionsPerSubject: number): Runs {
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
    async create({ id, session, subject, workspace, createdAt, status }, { session: begun, events = [] } = none) {
      requireStorable(id, session, subject, workspace);
      const rows = rowsOf(id, 0, events, createdAt);
      await database.transaction().execute(async (transaction) => {
        if (begun === undefined) await useSession(transaction, session, createdAt);
        else await insertSession(transaction, begun, sessionsPerSubject);
        await transaction
          .insertInto('runs')
          .values((builder) => ({
            id,
            session,
            subject,
            workspace,
            created_at: createdAt,
            position: nextPosition(builder, session),
            sequence: rows.length,
            status,
          }))
          .execute();
        if (rows.length > 0) await transaction.insertInto('run_events').values(rows).execute();
      });
      return rows.map((row) => eventOf({ ...row, session }));
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

const none: Beginning = { events: [] };

/** First, for its lock on the row: runs of one session that begin together take their positions in turn. */
async function useSession(transaction: Transaction<Tables>, session: string, now: number): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('sessions')
    .set({ last_used_at: now })
    .where('id', '=', session)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new HexaopsError('not-found', 'this session is no longer there');
}

function nextPosition(builder: ExpressionBuilder<Tables, 'runs'>, session: string) {
  return builder
    .selectFrom('runs as others')
    .where('others.session', '=', session)
    .select((row) => row(row.fn.coalesce(row.fn.max('others.position'), row.lit(0)), '+', 1).as('position'));
}
