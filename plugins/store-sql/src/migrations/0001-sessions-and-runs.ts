import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const sessionsAndRuns: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('workspace', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('last_used_at', 'bigint', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createIndex('sessions_by_owner')
      .on('sessions')
      .columns(['subject', 'workspace', 'last_used_at'])
      .execute();
    await schema.createIndex('sessions_by_last_use').on('sessions').column('last_used_at').execute();
    await schema.createIndex('sessions_by_creation').on('sessions').column('created_at').execute();

    await schema
      .createTable('runs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('session', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('workspace', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addUniqueConstraint('runs_by_session', ['session', 'position'])
      .execute();
    await schema.createIndex('runs_by_status').on('runs').columns(['workspace', 'status', 'created_at']).execute();

    await schema
      .createTable('run_events')
      .addColumn('run', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('run_events_in_order', ['run', 'sequence'])
      .execute();
  },
};
