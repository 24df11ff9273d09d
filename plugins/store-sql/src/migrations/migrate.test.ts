import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import type { Migration } from 'kysely/migration';
import { type Database, openDatabase } from '../database/open.ts';
import { scratch } from '../testing/scratch.ts';
import { migrations } from './index.ts';
import { migrate } from './migrate.ts';

const tables = [
  'alerts',
  'audit_heads',
  'audit_positions',
  'audit_records',
  'audit_sinks',
  'budgets',
  'investigation_rests',
  'investigations',
  'run_events',
  'runs',
  'session_tools',
  'sessions',
];
const addColumn: Migration = {
  up: (database) => database.schema.alterTable('sessions').addColumn('colour', 'text').execute(),
};
const failing: Migration = {
  async up(database) {
    await database.schema.createTable('half').addColumn('id', 'text').execute();
    throw new Error('the second half');
  },
};

describe('changes of the schema', () => {
  const { file } = scratch();
  const columns = async (database: Database) =>
    Object.fromEntries(
      (await database.introspection.getTables())
        .filter(({ name }) => !name.startsWith('hexaops_'))
        .map((table) => [table.name, table.columns.map(({ name }) => name)]),
    );
  async function opened(path: string) {
    const database = openDatabase({ kind: 'sqlite', path, label: path }, 1);
    return Object.assign(database, { [Symbol.asyncDispose]: () => database.destroy() });
  }

  test('are made once, and what is new is made on what is there', async () => {
    const path = await file();
    {
      await using database = await opened(path);
      await migrate(database, path);
      await migrate(database, path);
    }
    await using database = await opened(path);
    await migrate(database, path, { ...migrations, '9002-colour': addColumn });
    assert.ok((await columns(database))['sessions']?.includes('colour'));
  });

  test('of a newer release are not touched', async () => {
    const path = await file();
    await using database = await opened(path);
    await migrate(database, path, { ...migrations, '9999-colour': addColumn });
    const before = await columns(database);
    await assert.rejects(migrate(database, path), (error) => {
      assert.ok(HexaopsError.is(error, 'plugin-start-failed'));
      assert.match(error.message, /newer release \(9999-colour\)/);
      assert.match(error.nextStep ?? '', /later one/);
      return true;
    });
    assert.deepEqual(await columns(database), before);
  });

  test('are made together or not at all', async () => {
    const path = await file();
    await using database = await opened(path);
    await assert.rejects(
      migrate(database, path, { ...migrations, '9002-colour': addColumn, '9003-half': failing }),
      /the second half/,
    );
    assert.deepEqual(Object.keys(await columns(database)), []);
    await migrate(database, path);
    assert.deepEqual(Object.keys(await columns(database)).sort(), tables);
  });

  test('are made by one of many that start together', async () => {
    const path = await file();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        await using database = await opened(path);
        await migrate(database, path);
      }),
    );
    await using database = await opened(path);
    assert.deepEqual(Object.keys(await columns(database)).sort(), tables);
  });
});
