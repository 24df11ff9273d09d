import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Check, checkPoint, createEngine, HexaopsError, openPlugins } from '@hexaops/core';
import { findPrograms } from './programs.ts';
import { PostgresServer } from './server.ts';

const programs = findPrograms();
const use = '@hexaops/store-sql';

describe('The check of the store, on Postgres', { skip: 'missing' in programs && programs.missing }, () => {
  let server: PostgresServer;
  before(async () => {
    assert.ok(!('missing' in programs));
    server = await PostgresServer.start(programs);
  });
  after(() => server?.[Symbol.asyncDispose]());

  const check = async (url: string) => {
    await using opened = await openPlugins([{ use, config: { url } }], import.meta.url);
    const [found] = opened.contributions<Check>(checkPoint);
    assert.ok(found);
    return await found.check(AbortSignal.timeout(60_000));
  };
  const failure = async (url: string) => {
    const error = await check(url).then(
      ({ message }) => assert.fail(message),
      (reason: unknown) => reason,
    );
    assert.ok(HexaopsError.is(error, 'store-unavailable'), String(error));
    assert.ok(!error.message.includes(server.password));
    return `${error.message}: ${error.nextStep}`;
  };

  test('says that it takes writes, where its tables were made, and before', async () => {
    const url = await server.createDatabase();
    assert.match((await check(url)).message, /can be reached; its tables are made at the start$/);
    await using _ = await createEngine({ plugins: [{ use, config: { url } }], base: import.meta.url });
    assert.match((await check(url)).message, /takes writes; its tables are of \d{4}-[a-z-]+$/);
  });

  test('finds a server that only reads, a password that is wrong and a database that is not there', async () => {
    const url = await server.createDatabase();
    await using _ = await createEngine({ plugins: [{ use, config: { url } }], base: import.meta.url });
    const name = new URL(url).pathname.slice(1);
    await using client = await server.connect('postgres');
    await client.query(`alter database ${name} set default_transaction_read_only = on`);
    assert.match(await failure(url), /read-only transaction: connect to the primary/);
    assert.match(await failure(server.url(name, { password: 'wrong' })), /authentication failed.*: check the user/);
    assert.match(await failure(server.url('nowhere')), /"nowhere" does not exist: create the database/);
  });
});
