import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Adds tables, and columns that may be empty: replicas of the release before, which begin no investigation, go on meanwhile. */
export const alerts: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database;
    for (const [column, type] of [
      ['body', 'text'],
      ['taken_until', 'bigint'],
      ['finished_at', 'bigint'],
    ] as const) {
      await schema.alterTable('investigations').addColumn(column, type).execute();
    }
    await schema.createIndex('investigations_by_turn').on('investigations').columns(['status', 'created_at']).execute();

    await schema
      .createTable('investigation_rests')
      .addColumn('workspace', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('rests_until', 'bigint', (column) => column.notNull())
      .addColumn('investigation', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('investigation_rests_once', ['workspace', 'fingerprint'])
      .execute();

    await schema
      .createTable('alerts')
      .addColumn('workspace', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('alerts_once', ['workspace', 'fingerprint'])
      .execute();
    await schema.createIndex('alerts_by_time').on('alerts').columns(['workspace', 'status', 'last_seen_at']).execute();
  },
};
