import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HexaopsError } from '@hexaops/core';

/**
 * Opens the file, readable by its owner alone where it is made here: evidence is in it. Every commit is on the disk when it
 * returns (WAL with `synchronous=FULL`). Never waits for another connection: raises SQLite's "busy".
 */
export function openFile(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
  try {
    useWriteAheadLog(database);
    database.exec('PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The mode stays with the file. Only where it changes does it need the file for itself. */
function useWriteAheadLog(database: DatabaseSync): void {
  if (journalMode(database, 'PRAGMA journal_mode') === 'wal') return;
  const mode = journalMode(database, 'PRAGMA journal_mode = WAL');
  if (mode === 'wal') return;
  throw new HexaopsError(
    'store-unavailable',
    `the file system keeps SQLite from a write-ahead log (it stays "${String(mode)}")`,
    {
      nextStep: 'put the file on a local disk',
    },
  );
}

function journalMode(database: DatabaseSync, pragma: string): unknown {
  return database.prepare(pragma).get()?.['journal_mode'];
}
