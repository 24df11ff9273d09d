import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { sql } from 'kysely';
import { storeCheck } from './check.ts';
import { openDatabase } from './database/open.ts';
import { scratch } from './testing/scratch.ts';

const { signal } = new AbortController();

describe('the check of the store', () => {
  const { file, open } = scratch();

  test('says that it takes writes, and of which release its tables are; and writes nothing', async () => {
    const path = await file();
    await open({ path });
    const { message } = await storeCheck({ path }, undefined).check(signal);
    assert.match(message, /^the SQLite file .*store\.sqlite takes writes; its tables are of \d{4}-[a-z-]+$/);
  });

  test('has no fault to find in a database that was never used', async () => {
    const { message } = await storeCheck({ path: await file() }, undefined).check(signal);
    assert.match(message, /can be reached; its tables are made at the start$/);
  });

  test('finds tables of a newer release', async () => {
    const path = await file();
    await open({ path });
    const database = openDatabase({ kind: 'sqlite', path, label: path }, 1);
    await sql`insert into hexaops_migrations (name, timestamp) values ('9999-later', '')`.execute(database);
    await database.destroy();
    await assert.rejects(storeCheck({ path }, undefined).check(signal), (error) => {
      assert.ok(HexaopsError.is(error, 'plugin-start-failed'));
      assert.match(`${error.message}: ${error.nextStep}`, /of a newer release \(9999-later\): run that release/);
      return true;
    });
  });

  test('finds a database that is not there, or no database, without its password', async () => {
    for (const config of [{ url: 'postgres://u:hunter2@127.0.0.1:1/x' }, { path: '/dev/null/x.sqlite' }]) {
      await assert.rejects(storeCheck(config, undefined).check(signal), (error) => {
        assert.ok(HexaopsError.is(error, 'store-unavailable'));
        assert.ok(!error.message.includes('hunter2') && (error.nextStep ?? '') !== '');
        return true;
      });
    }
  });

  test('gives up one that does not answer when it is told to', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const controller = new AbortController();
    const url = `postgres://u:p@127.0.0.1:${(server.address() as AddressInfo).port}/x`;
    const checking = storeCheck({ url }, undefined).check(controller.signal);
    const [socket] = await connected;
    controller.abort();
    await assert.rejects(checking);
    socket.destroy();
    server.close();
  });
});
