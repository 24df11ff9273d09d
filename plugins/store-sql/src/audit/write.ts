import { type AuditAppend, auditFull, chain, type ChainLink, HexaopsError } from '@hexaops/core';
import type { Transaction } from 'kysely';
import type { AuditRecordsTable, Tables } from '../database/tables.ts';
import { requireStorable } from '../records/identifiers.ts';
import { deliveredTo } from './positions.ts';

/**
 * Writes the entries as the last thing that their transaction does: from here to its commit nobody else writes any. Raises
 * `audit-full`, and `conflict` where one of them is there already.
 */
export async function writeAudit(
  transaction: Transaction<Tables>,
  { entries, room }: AuditAppend,
  now: number,
): Promise<void> {
  if (entries.length === 0) return;
  requireStorable(...entries.flatMap(({ id, workspace }) => [id, workspace]));
  const { last } = await transaction
    .updateTable('audit_positions')
    .set((row) => ({ last: row('last', '+', entries.length) }))
    .returning('last')
    .executeTakeFirstOrThrow();
  const delivered = await deliveredTo(transaction);
  if (delivered !== undefined && last - delivered > room) throw auditFull(room);
  await requireNew(
    transaction,
    entries.map(({ id }) => id),
  );

  const heads = await headsOf(transaction, [...new Set(entries.map(({ workspace }) => workspace))]);
  const rows = entries.map((entry, index): AuditRecordsTable => {
    const { workspace, id } = entry;
    const link = chain(heads.get(workspace), entry);
    heads.set(workspace, link);
    const position = last - entries.length + index + 1;
    return { position, entry_id: id, workspace, ...link, written_at: now, entry: JSON.stringify(entry) };
  });
  await transaction.insertInto('audit_records').values(rows).execute();
  for (const [workspace, { sequence, hash }] of heads) {
    await transaction
      .insertInto('audit_heads')
      .values({ workspace, sequence, hash })
      .onConflict((conflict) => conflict.column('workspace').doUpdateSet({ sequence, hash }))
      .execute();
  }
}

async function requireNew(transaction: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  const known = await transaction
    .selectFrom('audit_records')
    .select('entry_id')
    .where('entry_id', 'in', ids)
    .executeTakeFirst();
  if (known === undefined && new Set(ids).size === ids.length) return;
  throw new HexaopsError('conflict', 'this has been recorded already');
}

async function headsOf(
  transaction: Transaction<Tables>,
  workspaces: readonly string[],
): Promise<Map<string, ChainLink>> {
  const rows = await transaction.selectFrom('audit_heads').selectAll().where('workspace', 'in', workspaces).execute();
  return new Map(rows.map(({ workspace, sequence, hash }) => [workspace, { sequence, hash }]));
}
