import type { RunRecord } from '@hexaops/core';
import type { Selectable } from 'kysely';
import type { RunsTable } from '../database/tables.ts';

export function recordOf(row: Selectable<RunsTable>): RunRecord {
  const { pending_approval: approval, pending_expires_at: expiresAt } = row;
  const isPending = row.pending_sequence === row.sequence && approval !== null && expiresAt !== null;
  return {
    id: row.id,
    session: row.session,
    subject: row.subject,
    workspace: row.workspace,
    createdAt: row.created_at,
    sequence: row.sequence,
    status: row.status,
    ...(isPending ? { pending: { approval, expiresAt } } : {}),
  };
}
