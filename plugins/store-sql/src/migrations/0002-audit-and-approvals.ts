import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Adds tables and columns that may be empty, and nothing else: replicas of the release before go on meanwhile. Of approvals
 * that wait already, and of those that such a replica asks for later, the store itself fills the columns in.
 */
export const auditAndApprovals: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database;
    for (const [column, type] of [
      ['pending_approval', 'text'],
      ['pending_expires_at', 'bigint'],
      ['pending_sequence', 'integer'],
    ] as const) {
      await schema.alterTable('runs').addColumn(column, type).execute();
    }
    await schema
      .createIndex('runs_by_approval')
      .on('runs')
      .columns(['workspace', 'pending_approval'])
      .where(sql.ref('pending_approval'), 'is not', null)
      .execute();
    await schema
      .createIndex('runs_by_expiry')
      .on('runs')
      .column('pending_expires_at')
      .where(sql.ref('pending_expires_at'), 'is not', null)
      .execute();

    await schema
      .createTable('session_tools')
      .addColumn('session', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
      .addColumn('tool', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('session_tools_once', ['session', 'tool'])
      .execute();

    await schema
      .createTable('audit_positions')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('last', 'bigint', (column) => column.notNull())
      .addColumn('pruned', 'bigint', (column) => column.notNull())
      .execute();
    await sql`insert into audit_positions (id, last, pruned) values (1, 0, 0)`.execute(database);
    await schema
      .createTable('audit_heads')
      .addColumn('workspace', 'text', (column) => column.primaryKey())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('audit_records')
      .addColumn('position', 'bigint', (column) => column.primaryKey())
      .addColumn('entry_id', 'text', (column) => column.notNull().unique())
      .addColumn('workspace', 'text', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('previous', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('written_at', 'bigint', (column) => column.notNull())
      .addColumn('entry', 'text', (column) => column.notNull())
      .addUniqueConstraint('audit_records_in_chain', ['workspace', 'sequence'])
      .execute();
    await schema
      .createTable('audit_sinks')
      .addColumn('sink', 'text', (column) => column.primaryKey())
      .addColumn('registered', 'integer', (column) => column.notNull())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('frozen_to', 'bigint')
      .addColumn('frozen_batch', 'text')
      .execute();

    await schema
      .createTable('budgets')
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('time_window', 'text', (column) => column.notNull())
      .addColumn('spent', 'double precision', (column) => column.notNull())
      .addColumn('spent_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('budgets_by_window', ['scope', 'time_window'])
      .execute();
    await schema.createIndex('budgets_by_use').on('budgets').column('spent_at').execute();

    await schema
      .createTable('investigations')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('run', 'text', (column) => column.references('runs.id').onDelete('cascade'))
      .execute();
    await schema
      .createIndex('investigations_by_time')
      .on('investigations')
      .columns(['workspace', 'created_at'])
      .execute();
    await schema.createIndex('investigations_by_run').on('investigations').column('run').execute();
  },
};
