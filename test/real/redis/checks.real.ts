import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { type Check, checkPoint, HexaopsError, openPlugins } from '@hexaops/core';
import { findRedis, startRedis } from './server.ts';

const found = findRedis();
const skip = 'missing' in found && found.missing;

/** What holds for every plugin that keeps something in Redis: `hexaops doctor` says how it is. */
for (const plugin of ['limits-redis', 'lease-redis']) {
  const checking = async <T>(url: string, look: (check: Check) => Promise<T>): Promise<T> => {
    const reference = { use: `@hexaops/${plugin}`, config: { url } };
    await using opened = await openPlugins([reference], import.meta.url);
    const [check] = opened.contributions(checkPoint);
    assert.equal(check?.name, plugin);
    return await look(check);
  };
  const failure = (url: string, signal = AbortSignal.timeout(60_000)) =>
    checking(url, async (check) => {
      const error = await check.check(signal).then(
        ({ message }) => assert.fail(message),
        (reason: unknown) => reason,
      );
      assert.ok(HexaopsError.is(error, 'source-unavailable'), String(error));
      return `${error.message}: ${error.nextStep}`;
    });

  describe(`The check of ${plugin}`, { skip }, () => {
    test('says that Redis is well, finds a password that is wrong', async () => {
      await using redis = await startRedis();
      const { message } = await checking(redis.url, (check) => check.check(AbortSignal.timeout(60_000)));
      assert.match(message, /^Redis at 127\.0\.0\.1:\d+ (?:takes writes|gives leases)$/);
      const wrong = redis.url.replace('//', '//nobody:hunter2@');
      const said = await failure(wrong);
      assert.match(said, /WRONGPASS|does not answer.*: check its URL/s);
      assert.doesNotMatch(said, /hunter2/);
    });

    test('finds that nothing is there', async () => {
      assert.match(await failure('redis://127.0.0.1:1'), /ECONNREFUSED.*: check its URL/);
    });

    test('gives up one that is silent when it is told to', async () => {
      const sockets: Socket[] = [];
      const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const controller = new AbortController();
      server.once('connection', () => controller.abort());
      await failure(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`, controller.signal);
      for (const socket of sockets) socket.destroy();
      server.close();
    });
  });
}
