import type { DatabaseSync } from 'node:sqlite';
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult, SqliteDriver } from 'kysely';
import { BorrowedConnection, type SharedFile } from './borrowed-connection.ts';
import { patiently } from './busy.ts';
import { CommonCommit } from './common-commit.ts';
import { nodeSqlite } from './node-sqlite.ts';
import { Turns } from './turns.ts';

/** One connection to the file. */
interface Connected {
  readonly database: DatabaseSync;
  readonly queries: DatabaseConnection;
}

/**
 * Kysely's driver for a file that others may write, too. It has two connections: one writes, in turns, with commits in
 * common; the other reads what is committed, and waits for nobody. Whoever borrows a connection is given both as one.
 */
export class SharedFileDriver implements Driver {
  readonly #open: () => DatabaseSync;
  #file: SharedFile | undefined;
  #opened: readonly DatabaseSync[] = [];

  constructor(open: () => DatabaseSync) {
    this.#open = open;
  }

  /** Where it fails nothing is left open: it may be tried again. */
  async init(): Promise<void> {
    try {
      const writer = await this.#connect();
      const reader = await this.#connect();
      reader.database.exec('PRAGMA query_only = ON');
      this.#file = this.#shared(writer, reader);
    } catch (error) {
      await this.destroy();
      throw error;
    }
  }

  #shared(writer: Connected, reader: Connected): SharedFile {
    const write = <Row>(query: CompiledQuery): Promise<QueryResult<Row>> =>
      patiently(() => writer.queries.executeQuery<Row>(query));
    const common = new CommonCommit({
      run: (sql) => write(CompiledQuery.raw(sql)),
      isTransaction: () => writer.database.isTransaction,
    });
    return {
      turns: new Turns(),
      common,
      write,
      read: (query) => patiently(() => reader.queries.executeQuery(query)),
      stream: (query, size) => reader.queries.streamQuery(query, size),
    };
  }

  async #connect(): Promise<Connected> {
    const database = await patiently(this.#open);
    this.#opened = [...this.#opened, database];
    const driver = new SqliteDriver({ database: nodeSqlite(database) });
    await driver.init();
    return { database, queries: await driver.acquireConnection() };
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#file === undefined) throw new Error('the file is not open yet');
    return new BorrowedConnection(this.#file);
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await borrowed(connection).begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await borrowed(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await borrowed(connection).rollback();
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    await borrowed(connection).release();
  }

  async destroy(): Promise<void> {
    for (const database of this.#opened.toReversed()) database.close();
    this.#opened = [];
  }
}

function borrowed(connection: DatabaseConnection): BorrowedConnection {
  if (connection instanceof BorrowedConnection) return connection;
  throw new TypeError('this connection is of another driver');
}
