import { type Append, HexaopsError, type RunEvent, type RunEventDraft } from '@hexaops/core';
import type { Insertable, Selectable, Transaction } from 'kysely';
import { writeAudit } from '../audit/write.ts';
import type { Database } from '../database/open.ts';
import { whileThere } from '../database/reference.ts';
import type { RunEventsTable, Tables } from '../database/tables.ts';
import { isStorable } from './identifiers.ts';

/** Of the events' form. */
const version = 1;

export interface Events {
  /** See `Store.append`: one transaction, durable when it returns. */
  append(append: Append): Promise<readonly RunEvent[]>;
  after(run: string, sequence: number): Promise<readonly RunEvent[]>;
}

export function createEvents(database: Database): Events {
  return {
    async append({ run, after, events: drafts, status, now, pending, worked = [], audit }) {
      if (!isStorable(run)) throw runAbsent();
      const rows = rowsOf(run, after, drafts, now);
      const session = await database.transaction().execute(async (transaction) => {
        // First, for its lock on the session, which is taken before that on the run wherever both are.
        for (const tool of worked) if (isStorable(tool)) await rememberTool(transaction, run, tool);
        const moved = await transaction
          .updateTable('runs')
          .set({
            sequence: after + rows.length,
            status,
            pending_approval: pending?.approval ?? null,
            pending_expires_at: pending?.expiresAt ?? null,
            pending_sequence: pending === null ? null : after + rows.length,
          })
          .where('id', '=', run)
          .where('sequence', '=', after)
          .returning('session')
          .executeTakeFirst();
        if (moved === undefined) throw await whyNotMoved(transaction, run);
        if (rows.length > 0) await transaction.insertInto('run_events').values(rows).execute();
        if (audit !== undefined) await writeAudit(transaction, audit, now);
        return moved.session;
      });
      return rows.map((row) => eventOf({ ...row, session }));
    },

    async after(run, sequence) {
      if (!isStorable(run)) return [];
      const rows = await database
        .selectFrom('run_events')
        .innerJoin('runs', 'runs.id', 'run_events.run')
        .selectAll('run_events')
        .select('runs.session')
        .where('run_events.run', '=', run)
        .where('run_events.sequence', '>', sequence)
        .orderBy('run_events.sequence')
        .execute();
      return rows.map(eventOf);
    },
  };
}

/** As they are stored, those of `run` after the sequence `after`. */
export function rowsOf(
  run: string,
  after: number,
  drafts: readonly RunEventDraft[],
  time: number,
): readonly Insertable<RunEventsTable>[] {
  return drafts.map(({ type, ...rest }, index) => ({
    run,
    sequence: after + index + 1,
    type,
    time,
    version,
    body: JSON.stringify(rest),
  }));
}

async function rememberTool(transaction: Transaction<Tables>, run: string, tool: string): Promise<void> {
  const remembered = transaction
    .insertInto('session_tools')
    .columns(['session', 'tool'])
    .expression((builder) =>
      builder
        .selectFrom('runs')
        .where('id', '=', run)
        .select((row) => ['session', row.cast<string>(row.val(tool), 'text').as('tool')]),
    )
    .onConflict((conflict) => conflict.doNothing());
  await whileThere(remembered.execute(), runAbsent);
}

async function whyNotMoved(transaction: Transaction<Tables>, run: string): Promise<HexaopsError> {
  const found = await transaction.selectFrom('runs').select('id').where('id', '=', run).executeTakeFirst();
  if (found === undefined) return runAbsent();
  return new HexaopsError('conflict', 'somebody else has gone on with this run', {
    nextStep: 'read its events, and follow the run from there',
  });
}

function runAbsent(): HexaopsError {
  return new HexaopsError('not-found', 'this run is no longer there');
}

export function eventOf(row: Selectable<RunEventsTable> & { readonly session: string }): RunEvent {
  return {
    ...(JSON.parse(row.body) as object),
    type: row.type,
    run: row.run,
    session: row.session,
    sequence: row.sequence,
    time: new Date(row.time).toISOString(),
    version: row.version,
  } as RunEvent;
}
