import { type Check, HexaopsError } from '@hexaops/core';
import { sql } from 'kysely';
import type { StoreSqlConfig } from './config.ts';
import { failureOf } from './database/failure.ts';
import { type Database, openDatabase } from './database/open.ts';
import { targetOf } from './database/target.ts';
import { migrations } from './migrations/index.ts';
import { appliedMigrations, refuseNewer } from './migrations/migrate.ts';

/** Whether the database takes writes, and of which release its tables are. Raises `config-invalid` at once. */
export function storeCheck(config: StoreSqlConfig, databaseUrl: string | undefined): Check {
  const target = targetOf(config, databaseUrl);
  return {
    name: 'store',
    async check(signal) {
      const database = openDatabase(target, 1);
      const late = Promise.withResolvers<never>();
      const giveUp = () =>
        late.reject(new HexaopsError('store-unavailable', `${target.label} does not answer in time`));
      signal.addEventListener('abort', giveUp, { once: true });
      try {
        return { message: await Promise.race([look(database, target.label), late.promise]) };
      } catch (error) {
        throw failureOf(error, target.label);
      } finally {
        signal.removeEventListener('abort', giveUp);
        // A server that does not answer does not take leave either.
        const closed = database.destroy().catch(() => undefined);
        if (!signal.aborted) await closed;
      }
    },
  };
}

async function look(database: Database, label: string): Promise<string> {
  await refuseNewer(database, label, Object.keys(migrations));
  const applied = await appliedMigrations(database);
  if (applied === undefined) return `${label} can be reached; its tables are made at the start`;
  await write(database);
  return `${label} takes writes; its tables are of ${applied.at(-1) ?? 'no release'}`;
}

/** A statement that writes, and has nothing to write: a server or a file that only reads refuses it. */
async function write(database: Database): Promise<void> {
  await sql`delete from ${sql.table('sessions')} where 1 = 0`.execute(database);
}
