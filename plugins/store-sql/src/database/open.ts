import { Kysely } from 'kysely';
import { postgresDialect } from './postgres/dialect.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import type { Tables } from './tables.ts';
import type { Target } from './target.ts';

export type Database = Kysely<Tables>;

/** Does no I/O: the first statement connects. */
export function openDatabase(target: Target, poolSize: number): Database {
  return new Kysely<Tables>({
    dialect: target.kind === 'sqlite' ? sqliteDialect(target.path) : postgresDialect(target.url, poolSize),
    // The library's own console output; every error reaches the caller as it is.
    log: [],
  });
}
