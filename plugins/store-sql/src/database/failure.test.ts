import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { HexaopsError } from '@hexaops/core';
import { appendOf } from '@hexaops/core/testing';
import { createSqlStore } from '../sql-store.ts';
import { scratch } from '../testing/scratch.ts';
import { failureOf } from './failure.ts';

const owner = { subject: 'alice', workspace: 'shop' };

describe('a database that cannot be used', () => {
  const { file, open } = scratch();

  test('is named, with what to do about it', async () => {
    const path = await file();
    await mkdir(dirname(path));
    await writeFile(path, 'no database, but long enough to be taken for one. '.repeat(100));
    await assert.rejects(open({ path }), unavailable(/is not a database/, /name a file that is a SQLite database/));
    await assert.rejects(open({ path: dirname(path) }), unavailable(/EISDIR/, /not a directory/));
    await assert.rejects(open({ path: `${path}/below` }), unavailable(/ENOTDIR|EEXIST/, /./));
  });

  test('raises the same from every method, and never the password', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const urls = [
      `postgres://u:canary-password@127.0.0.1:${address.port}/x`,
      'postgres://u:canary-password@127.0.0.1:1/x',
      'postgres://u:canary-password@localhost:1/x',
    ];
    for (const url of urls) {
      await using store = createSqlStore({ url });
      const attempts = [
        () => store.open(),
        () => store.session(owner, 'x'),
        () => store.createSession({ ...owner, id: 'x', createdAt: 1, lastUsedAt: 1, title: 't' }),
        () => store.audit.batch('x', 1),
        () => store.budgets.spend('x', 'y', 1, 1),
        () => store.investigations.get('x', 'y'),
        () => store.append(appendOf('x', 0, [])),
      ];
      for (const attempt of attempts) {
        await assert.rejects(attempt(), (error) => {
          assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), /canary/);
          return unavailable(/^the Postgres database \S+:\d+\/x cannot be used now: ./, /connects again/)(error);
        });
      }
    }
    server.close();
  });

  test('and one that is closed', async () => {
    const store = await open({ path: await file() });
    await store[Symbol.asyncDispose]();
    await assert.rejects(store.session(owner, 'x'), unavailable(/destroyed/, /./));
  });
});

describe('a statement that the database refuses', () => {
  const { file, open } = scratch();

  test('is a mistake of this program, not of the database', async () => {
    const store = await open({ path: await file() });
    const session = { ...owner, id: 'x', createdAt: Date.now(), lastUsedAt: Date.now(), title: 't' };
    await store.createSession(session);
    await assert.rejects(store.createSession(session), (error) => HexaopsError.is(error, 'internal'));
  });

  test('leaves the values of rows out of the error', () => {
    const refused = Object.assign(new Error('duplicate key value violates unique constraint'), {
      code: '23505',
      detail: 'Key (subject)=(canary) already exists.',
    });
    const error = failureOf(refused, 'the database');
    assert.equal(error.code, 'internal');
    assert.doesNotMatch(inspect(error, { depth: 10 }), /canary/);
    assert.equal(failureOf(Object.assign(new Error('no'), { code: '42501' }), '').code, 'store-unavailable');
  });
});

function unavailable(message: RegExp, nextStep: RegExp) {
  return (error: unknown) => {
    assert.ok(HexaopsError.is(error, 'store-unavailable'), inspect(error));
    assert.match(error.message, message);
    assert.match(error.nextStep ?? '', nextStep);
    return true;
  };
}
