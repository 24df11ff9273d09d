import type { Owner, SessionRecord } from '@hexaops/core';
import type { Selectable, Transaction } from 'kysely';
import type { Database } from '../database/open.ts';
import type { SessionsTable, Tables } from '../database/tables.ts';
import type { Retention } from '../retention/retention.ts';
import { isStorable, requireStorable, shown } from './identifiers.ts';

export interface Sessions {
  create(session: SessionRecord): Promise<void>;
  find(owner: Owner, id: string): Promise<SessionRecord | undefined>;
  /** Most recently used first. */
  list(owner: Owner): Promise<readonly SessionRecord[]>;
  delete(owner: Owner, id: string): Promise<boolean>;
  /** Returns how many there were. */
  deleteOfSubject(subject: string, workspace: string | undefined): Promise<number>;
  toolHasWorked(owner: Owner, id: string, tool: string): Promise<boolean>;
}

/** Sessions of one subject that are deleted in one statement. */
const deletedAtOnce = 50;

export function createSessions(database: Database, retention: Retention, perSubject: number): Sessions {
  return {
    async create(session) {
      await database.transaction().execute((transaction) => insertSession(transaction, session, perSubject));
    },

    async find({ subject, workspace }, id) {
      if (!isStorable(id, subject, workspace)) return undefined;
      const row = await database
        .selectFrom('sessions')
        .selectAll()
        .where('id', '=', id)
        .where('subject', '=', subject)
        .where('workspace', '=', workspace)
        .where(retention.alive)
        .executeTakeFirst();
      if (row !== undefined) return recordOf(row);
      await database.deleteFrom('sessions').where('id', '=', id).where(retention.expired).execute();
      return undefined;
    },

    async list({ subject, workspace }) {
      if (!isStorable(subject, workspace)) return [];
      await database
        .deleteFrom('sessions')
        .where('subject', '=', subject)
        .where('workspace', '=', workspace)
        .where(retention.expired)
        .execute();
      const rows = await database
        .selectFrom('sessions')
        .selectAll()
        .where('subject', '=', subject)
        .where('workspace', '=', workspace)
        .orderBy('last_used_at', 'desc')
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(recordOf);
    },

    async delete({ subject, workspace }, id) {
      if (!isStorable(id, subject, workspace)) return false;
      const { numDeletedRows } = await database
        .deleteFrom('sessions')
        .where('id', '=', id)
        .where('subject', '=', subject)
        .where('workspace', '=', workspace)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async deleteOfSubject(subject, workspace) {
      if (!isStorable(subject, workspace ?? '')) return 0;
      for (let deleted = 0; ;) {
        const { numDeletedRows } = await database
          .deleteFrom('sessions')
          .where('id', 'in', (query) =>
            query
              .selectFrom('sessions as own')
              .select('own.id')
              .where('own.subject', '=', subject)
              .$if(workspace !== undefined, (own) => own.where('own.workspace', '=', workspace ?? ''))
              .limit(deletedAtOnce),
          )
          .executeTakeFirst();
        deleted += Number(numDeletedRows);
        if (numDeletedRows < deletedAtOnce) return deleted;
      }
    },

    async toolHasWorked({ subject, workspace }, id, tool) {
      if (!isStorable(id, subject, workspace, tool)) return false;
      const row = await database
        .selectFrom('session_tools')
        .innerJoin('sessions', 'sessions.id', 'session_tools.session')
        .select('session_tools.tool')
        .where('sessions.id', '=', id)
        .where('sessions.subject', '=', subject)
        .where('sessions.workspace', '=', workspace)
        .where('session_tools.tool', '=', tool)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** Its owner's least recently used ones beyond so many are forgotten. */
export async function insertSession(
  transaction: Transaction<Tables>,
  { id, subject, workspace, createdAt, lastUsedAt, title }: SessionRecord,
  perSubject: number,
): Promise<void> {
  requireStorable(id, subject, workspace);
  const row: SessionsTable = {
    id,
    subject,
    workspace,
    created_at: createdAt,
    last_used_at: lastUsedAt,
    title: shown(title),
  };
  await transaction.insertInto('sessions').values(row).execute();
  await forgetLeastRecentlyUsed(transaction, row, perSubject);
}

/** `kept` stays, whatever the clocks of others say. */
async function forgetLeastRecentlyUsed(
  transaction: Transaction<Tables>,
  kept: SessionsTable,
  perSubject: number,
): Promise<void> {
  await transaction
    .deleteFrom('sessions')
    .where('subject', '=', kept.subject)
    .where('workspace', '=', kept.workspace)
    .where('id', '<>', kept.id)
    .where('id', 'not in', (query) =>
      query
        .selectFrom('sessions as others')
        .select('others.id')
        .where('others.subject', '=', kept.subject)
        .where('others.workspace', '=', kept.workspace)
        .where('others.id', '<>', kept.id)
        .orderBy('others.last_used_at', 'desc')
        .orderBy('others.created_at', 'desc')
        .orderBy('others.id')
        .limit(perSubject - 1),
    )
    .execute();
}

function recordOf(row: Selectable<SessionsTable>): SessionRecord {
  return {
    id: row.id,
    subject: row.subject,
    workspace: row.workspace,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    title: row.title,
  };
}
