import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Statements that are kept prepared: more than this project has, for those of which the number of rows is a part. */
const kept = 500;

/**
 * Node's own SQLite as the database that Kysely's dialect for SQLite asks for. Preparing costs as much as most statements
 * do, so each is kept; `iterate` has one of its own, as it may be under way when the same is asked again.
 */
export function nodeSqlite(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = prepare(database, sql);
      if (statements.size >= kept) statements.clear();
      statements.set(sql, statement);
      return statement;
    },
  };
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as readonly SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as readonly SQLInputValue[])),
    iterate: (parameters) => database.prepare(sql).iterate(...(parameters as readonly SQLInputValue[])),
  };
}
