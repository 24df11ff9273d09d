import assert from 'node:assert/strict';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, test } from 'node:test';
import { createEngine, HexaopsError } from '@hexaops/core';
import { fakeCaller } from '@hexaops/core/testing';
import { scratch } from './testing/scratch.ts';

const alice = fakeCaller();

describe('the plugin', () => {
  const { file } = scratch();
  const engineOf = (config: unknown) =>
    createEngine({ plugins: [{ use: '@hexaops/store-sql', config }], base: import.meta.url });

  test('gives the engine its store, and closes it with the engine', async () => {
    const path = await file();
    let session: string | undefined;
    {
      await using engine = await engineOf({ path });
      for await (const event of engine.ask(alice, { message: 'hello' })) session = event.session;
    }
    await access(path);
    await assert.rejects(access(`${path}-wal`), 'closing has put everything into the file itself');
    await using engine = await engineOf({ path });
    assert.deepEqual(
      (await engine.sessions(alice)).map(({ id, title }) => ({ id, title })),
      [{ id: session, title: 'hello' }],
    );
  });

  test('makes a file that nobody else reads', async () => {
    const path = await file();
    await using engine = await engineOf({ path });
    assert.deepEqual(await engine.sessions(alice), []);
    for (const made of [path, `${path}-wal`, dirname(path)]) assert.equal((await stat(made)).mode & 0o077, 0, made);
  });

  test('does not start on a database that cannot be used', async () => {
    await assert.rejects(engineOf({ url: 'postgres://u:p@127.0.0.1:1/x' }), (error) =>
      HexaopsError.is(error, 'store-unavailable'),
    );
  });

  test('knows its options', async () => {
    for (const config of [{ idleDay: 1 }, { idleDays: 0 }, { sessionsPerSubject: 0 }, { url: 'x' }, { path: 1 }]) {
      await assert.rejects(engineOf(config), (error) => HexaopsError.is(error, 'config-invalid'));
    }
  });
});
