import { HexaopsError } from '@hexaops/core';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Database } from '../database/open.ts';
import { migrations as released } from './index.ts';

const migrationTableName = 'hexaops_migrations';
const migrationLockTableName = 'hexaops_migrations_lock';

/**
 * Brings the schema up to this release: all that is missing in one transaction, or nothing; one process at a time (an
 * advisory lock in Postgres, the write lock in SQLite). Raises `plugin-start-failed` where a newer release has been here.
 */
export async function migrate(
  database: Database,
  label: string,
  migrations: Readonly<Record<string, Migration>> = released,
): Promise<void> {
  await refuseNewer(database, label, Object.keys(migrations));
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName,
    migrationLockTableName,
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  // Another process of a newer release may have been faster.
  await refuseNewer(database, label, Object.keys(migrations));
  throw error;
}

/** Raises `plugin-start-failed` where the tables are of a release that this one does not know. */
export async function refuseNewer(database: Database, label: string, known: readonly string[]): Promise<void> {
  const unknown = (await appliedMigrations(database))?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length === 0) return;
  throw new HexaopsError(
    'plugin-start-failed',
    `the tables in ${label} are of a newer release (${unknown.join(', ')})`,
    {
      nextStep: 'run that release or a later one, or restore a backup from before it: there is no way back',
      details: { unknown },
    },
  );
}

/** Names, in their order; undefined where there is no table of them. */
export async function appliedMigrations(database: Database): Promise<readonly string[] | undefined> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === migrationTableName)) return undefined;
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(migrationTableName)} order by name`.execute(
    database,
  );
  return rows.map(({ name }) => name);
}
