import type { DatabaseSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { patiently } from './busy.ts';
import { openFile } from './file.ts';
import { nodeSqlite } from './node-sqlite.ts';

/** Kysely's dialect for SQLite, over Node's own, for a file that more than one connection may write. */
export function sqliteDialect(path: string): Dialect {
  return {
    createDriver: () => new SharedFileDriver(path),
    createAdapter: () => new TransactionalAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database) => new SqliteIntrospector(database),
  };
}

class SharedFileDriver extends SqliteDriver {
  readonly #opened: { database?: DatabaseSync };
  #connection: DatabaseConnection | undefined;

  constructor(path: string) {
    const opened: { database?: DatabaseSync } = {};
    super({ database: async () => nodeSqlite((opened.database = await patiently(() => openFile(path)))) });
    this.#opened = opened;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= patient(await super.acquireConnection());
    return this.#connection;
  }

  /**
   * Every transaction here writes, so it takes the write lock as it begins: one that read first and wrote later would fail
   * where another connection has written in between.
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** Where the disk failed or is full SQLite has rolled back by itself; asking again would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#opened.database?.isTransaction === true) await super.rollbackTransaction(connection);
  }
}

/** A statement that finds the file busy has done nothing: it can be done again. */
function patient(connection: DatabaseConnection): DatabaseConnection {
  return {
    executeQuery: (query) => patiently(() => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  };
}

/** SQLite's DDL is transactional; as the transaction begins with the write lock, one process migrates at a time. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
