import {
  type CompiledQuery,
  type DatabaseConnection,
  DeleteQueryNode,
  InsertQueryNode,
  type QueryResult,
  SelectQueryNode,
  UpdateQueryNode,
} from 'kysely';
import type { CommonCommit } from './common-commit.ts';
import type { Turns } from './turns.ts';

/** What all who borrow a connection to one file share. */
export interface SharedFile {
  /** Of those who write. */
  readonly turns: Turns;
  readonly common: CommonCommit;
  write<Row>(query: CompiledQuery): Promise<QueryResult<Row>>;
  /** Of what is committed, and nothing else. */
  read<Row>(query: CompiledQuery): Promise<QueryResult<Row>>;
  stream<Row>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<Row>>;
}

/** A connection as long as somebody has it. It takes its turn once it writes, and reads without one until then. */
export class BorrowedConnection implements DatabaseConnection {
  readonly #file: SharedFile;
  #hasTurn = false;
  #isTransaction = false;

  constructor(file: SharedFile) {
    this.#file = file;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { common } = this.#file;
    if (!this.#isTransaction && SelectQueryNode.is(query.query)) return this.#file.read(query);
    if (!this.#isTransaction && changesRows(query)) return this.#alone(query);
    await this.#takeTurn();
    // What is no transaction is seen by others at once, and with it what waits for the disk.
    if (!this.#isTransaction) await common.commit();
    try {
      return await this.#file.write(query);
    } catch (error) {
      common.failed(error);
      throw error;
    }
  }

  streamQuery<Row>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#file.stream(query, size);
  }

  async begin(): Promise<void> {
    await this.#takeTurn();
    await this.#file.common.begin();
    this.#isTransaction = true;
  }

  /** Returns when it is on the disk, with those of others who wait for the same. */
  async commit(): Promise<void> {
    const { common, turns } = this.#file;
    const { isDurable, isFull } = await common.done();
    this.#isTransaction = false;
    // Whoever is next does its own work first, and then commits for both.
    if (turns.waiting === 0 || isFull) await common.commit();
    else this.#giveTurn();
    await isDurable;
  }

  /** Of a transaction that was not begun, or whose commit has failed, nothing is left to undo. */
  async rollback(): Promise<void> {
    if (!this.#isTransaction) return;
    this.#isTransaction = false;
    await this.#file.common.undo();
  }

  async release(): Promise<void> {
    if (!this.#hasTurn) return;
    const { common, turns } = this.#file;
    // Those who have done their work wait for nobody who may never come.
    if (turns.waiting === 0) await common.commit();
    this.#giveTurn();
  }

  /** One statement as a transaction of its own. */
  async #alone<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await this.begin();
    try {
      const result = await this.executeQuery<Row>(query);
      await this.commit();
      return result;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  async #takeTurn(): Promise<void> {
    if (this.#hasTurn) return;
    await this.#file.turns.take();
    this.#hasTurn = true;
  }

  #giveTurn(): void {
    this.#hasTurn = false;
    this.#file.turns.give();
  }
}

function changesRows({ query }: CompiledQuery): boolean {
  return InsertQueryNode.is(query) || UpdateQueryNode.is(query) || DeleteQueryNode.is(query);
}
