import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { Kysely, sql } from 'kysely';
import { scratch } from '../../testing/scratch.ts';
import { sqliteDialect } from './dialect.ts';
import { openFile } from './file.ts';

interface Rows {
  readonly notes: { readonly id: number };
}

describe('transactions on one SQLite file', () => {
  const { file } = scratch();

  /** A file with one table. Says which statements ran, and lets the next one of a kind fail. */
  async function opened() {
    const path = await file();
    const ran: string[] = [];
    const failing = new Map<string, () => void>();
    const database = new Kysely<Rows>({
      log: [],
      dialect: sqliteDialect(path, () => watched(openFile(path), ran, failing)),
    });
    await sql`create table notes (id integer primary key)`.execute(database);
    ran.length = 0;
    const note = (id: number) =>
      database.transaction().execute(async (transaction) => {
        await transaction.insertInto('notes').values({ id }).execute();
        return id;
      });
    const notes = async () =>
      (await database.selectFrom('notes').select('id').orderBy('id').execute()).map(({ id }) => id);
    /** As another process would read it. */
    const onDisk = () => {
      using other = new DatabaseSync(path);
      return other
        .prepare('select id from notes order by id')
        .all()
        .map(({ id }) => id);
    };
    const disposable = { [Symbol.asyncDispose]: () => database.destroy() };
    return { ...disposable, path, database, ran, failing, note, notes, onDisk };
  }

  const count = (ran: readonly string[], statement: string) => ran.filter((each) => each === statement).length;
  const ids = (length: number) => Array.from({ length }, (_, id) => id);

  test('that come at once are committed in common, and each is there when it returns', async () => {
    await using at = await opened();
    const seen = await Promise.all(ids(100).map(async (id) => (await at.note(id), at.onDisk().includes(id))));
    assert.deepEqual(
      seen,
      ids(100).map(() => true),
    );
    assert.deepEqual(await at.notes(), ids(100));
    assert.ok(count(at.ran, 'commit') <= 10, `${count(at.ran, 'commit')} commits of 100 transactions`);
  });

  test('that come one after the other are committed one by one', async () => {
    await using at = await opened();
    for (const id of ids(3)) await at.note(id);
    assert.equal(count(at.ran, 'commit'), 3);
    assert.equal(count(at.ran, 'savepoint member'), 0);
  });

  test('are undone alone where one fails, wherever it stands among the others', async () => {
    await using at = await opened();
    const failing = (id: number) =>
      at.database.transaction().execute(async (transaction) => {
        await transaction.insertInto('notes').values({ id }).execute();
        throw new Error(`no ${id}`);
      });
    const all = ids(30).map((id) => (id % 3 === 0 ? failing(id) : at.note(id)));
    const ended = await Promise.allSettled(all);
    assert.deepEqual(
      ended.map(({ status }) => status),
      ids(30).map((id) => (id % 3 === 0 ? 'rejected' : 'fulfilled')),
    );
    assert.deepEqual(
      at.onDisk(),
      ids(30).filter((id) => id % 3 !== 0),
    );
  });

  test('have all failed where their commit fails, and what comes next goes well', async () => {
    await using at = await opened();
    at.failing.set('commit', () => {
      throw new Error('disk I/O error');
    });
    const ended = await Promise.allSettled(ids(5).map((id) => at.note(id)));
    for (const each of ended) assert.match(String(each.status === 'rejected' && each.reason), /disk I\/O error/);
    assert.deepEqual(at.onDisk(), []);
    assert.equal(await at.note(7), 7);
    assert.deepEqual(at.onDisk(), [7]);
  });

  test('have all failed where SQLite rolls back by itself, which is told with its reason', async () => {
    await using at = await opened();
    const filled = () =>
      at.database.transaction().execute(async (transaction) => {
        at.failing.set('select 1', (run?: (statement: string) => void) => {
          run?.('rollback');
          throw new Error('database or disk is full');
        });
        await sql`select 1`.execute(transaction);
      });
    const ended = await Promise.allSettled([at.note(1), filled(), at.note(2)]);
    assert.deepEqual(
      ended.map((each) => each.status === 'rejected' && String(each.reason)),
      ['Error: database or disk is full', 'Error: database or disk is full', false],
    );
    assert.deepEqual(at.onDisk(), [2]);
  });

  test('keep nobody who reads waiting, and show nobody what is not committed', async () => {
    await using at = await opened();
    await at.note(1);
    const pause = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const writing = at.database.transaction().execute(async (transaction) => {
      await transaction.insertInto('notes').values({ id: 2 }).execute();
      begun.resolve();
      await pause.promise;
      return (await transaction.selectFrom('notes').select('id').execute()).length;
    });
    await begun.promise;
    assert.deepEqual(await at.notes(), [1]);
    pause.resolve();
    assert.equal(await writing, 2);
    assert.deepEqual(await at.notes(), [1, 2]);
  });

  test('are also single statements, and a statement that fails is raised and leaves nothing', async () => {
    await using at = await opened();
    const add = (id: number) => at.database.insertInto('notes').values({ id }).execute();
    const ended = await Promise.allSettled([add(1), add(1), add(2), add(3)]);
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    assert.deepEqual(at.onDisk(), [1, 2, 3]);
    assert.ok(count(at.ran, 'commit') < 3);
  });

  test('wait for another process that writes, and then go on', async () => {
    await using at = await opened();
    using other = new DatabaseSync(at.path);
    other.exec('begin immediate');
    const writing = Promise.all(ids(3).map((id) => at.note(id)));
    await new Promise((resolve) => setTimeout(resolve, 30));
    other.exec('insert into notes (id) values (9); commit');
    assert.deepEqual(await writing, ids(3));
    assert.deepEqual(at.onDisk(), [0, 1, 2, 9]);
  });

  test('are not mixed with what one connection does between them', async () => {
    await using at = await opened();
    await at.database.connection().execute(async (connection) => {
      for (const id of ids(3)) {
        const others = [at.note(10 + id), at.note(20 + id)];
        await connection.transaction().execute((inner) => inner.insertInto('notes').values({ id }).execute());
        assert.ok(at.onDisk().includes(id));
        await sql`insert into notes (id) values (${30 + id})`.execute(connection);
        await Promise.all(others);
      }
    });
    assert.equal((await at.notes()).length, 12);
  });
});

type Failure = (run?: (statement: string) => void) => void;

/** Each statement that runs is noted; one that is to fail does so once. */
function watched(database: DatabaseSync, ran: string[], failing: Map<string, Failure>): DatabaseSync {
  const prepare = database.prepare.bind(database);
  database.prepare = (statement) => {
    const prepared = prepare(statement);
    const before = () => {
      ran.push(statement);
      const fail = failing.get(statement);
      failing.delete(statement);
      fail?.((other) => database.exec(other));
    };
    return new Proxy(prepared, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...values: readonly unknown[]): unknown => {
          if (property === 'run' || property === 'all') before();
          return Reflect.apply(value, target, values);
        };
      },
    });
  };
  return database;
}
