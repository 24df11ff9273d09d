import type { DatabaseSync } from 'node:sqlite';
import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { SharedFileDriver } from './driver.ts';
import { openFile } from './file.ts';

/**
 * Kysely's dialect for SQLite, over Node's own, for a file that more than one connection may write. `open` gives a connection
 * of its own each time.
 */
export function sqliteDialect(path: string, open: (path: string) => DatabaseSync = openFile): Dialect {
  return {
    createDriver: () => new SharedFileDriver(() => open(path)),
    createAdapter: () => new SharedFileAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database) => new SqliteIntrospector(database),
  };
}

class SharedFileAdapter extends SqliteAdapter {
  /** SQLite's DDL is transactional; as the transaction begins with the write lock, one process migrates at a time. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The driver lets them take turns itself: those who only read need none. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}
