/** Transactions that are committed together, at most: the first of them waits for the work of all others. */
const mostTogether = 32;

/** Of the one connection. */
export interface Connected {
  run(sql: string): Promise<unknown>;
  /** SQLite itself ends a transaction where the disk fails. */
  isTransaction(): boolean;
}

/**
 * Several transactions in one of SQLite's: a commit waits for the disk, and while one writes others have come who would each
 * wait for it again. Every one of them is a savepoint but the first, so that one that is rolled back harms no other. None has
 * ended before all are on the disk, and where that fails, all have failed: nobody is told of what may still be lost.
 */
export class CommonCommit {
  readonly #connected: Connected;
  /** Who have done their work, and wait for the disk. */
  #members: PromiseWithResolvers<void>[] = [];
  #isOpen = false;
  #failure: unknown;

  constructor(connected: Connected) {
    this.#connected = connected;
  }

  /** Takes the write lock, unless it is held already for those who wait. Raises SQLite's "busy". */
  async begin(): Promise<void> {
    // Every transaction here writes: one that read first and wrote later would fail where another connection wrote in between.
    if (!this.#isOpen) await this.#connected.run('begin immediate');
    else await this.#connected.run('savepoint member');
    this.#isOpen = true;
  }

  /** Its work is done. `isDurable` settles with the commit, which is `commit`'s; no more may come where it `isFull`. */
  async done(): Promise<{ readonly isDurable: Promise<void>; readonly isFull: boolean }> {
    if (this.#members.length > 0) await this.#connected.run('release member');
    const member = Promise.withResolvers<void>();
    this.#members.push(member);
    return { isDurable: member.promise, isFull: this.#members.length >= mostTogether };
  }

  /** What it did is undone, and nothing of the others'. */
  async undo(): Promise<void> {
    // Where the disk failed or is full SQLite has rolled back by itself; asking again would hide why.
    if (!this.#connected.isTransaction()) return this.#lose(this.#failure);
    if (this.#members.length > 0) {
      await this.#connected.run('rollback to member');
      await this.#connected.run('release member');
      return;
    }
    this.#isOpen = false;
    await this.#connected.run('rollback');
  }

  /** What a statement has raised, which may be why SQLite rolled back. */
  failed(error: unknown): void {
    this.#failure = error;
  }

  /** Makes what is done durable. Never raises: those who wait are told. */
  async commit(): Promise<void> {
    if (!this.#isOpen) return;
    try {
      await this.#connected.run('commit');
      this.#isOpen = false;
      for (const member of this.#take()) member.resolve();
    } catch (error) {
      if (this.#connected.isTransaction()) await this.#connected.run('rollback').catch(() => undefined);
      this.#lose(error);
    }
  }

  #lose(error: unknown): void {
    this.#isOpen = false;
    for (const member of this.#take()) member.reject(error);
  }

  #take(): readonly PromiseWithResolvers<void>[] {
    const members = this.#members;
    this.#members = [];
    return members;
  }
}
