import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { Places, RateLimit } from '@hexaops/core';
import { connectRedis, untilConnected } from './connection.ts';
import { keyOf } from './key.ts';
import { createRedisLimits } from './redis-limits.ts';

/** Notes that it was asked. */
function ownCount(): RateLimit & Places & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    take: async (key) => asked.push(`take ${key}`),
    wait: async (key) => asked.push(`wait ${key}`),
    enter: (key) => {
      asked.push(`enter ${key}`);
      return () => asked.push(`left ${key}`);
    },
  };
}

async function checkFallsBack(url: string): Promise<void> {
  const redis = connectRedis({ url, timeoutMilliseconds: 50 });
  using limits = createRedisLimits(redis);
  void untilConnected(redis);
  const own = ownCount();
  const rate = limits.rateLimit('requests', 2, own);
  assert.equal(await rate.take('alice'), 1);
  assert.equal(await rate.wait('alice'), 2);
  const release = await limits.places('runs', 2, own).enter('alice');
  release?.();
  assert.deepEqual(own.asked, ['take alice', 'wait alice', 'enter alice', 'left alice']);
}

describe('without an answer of Redis', () => {
  test('that is not there, this process counts for itself', () => checkFallsBack('redis://127.0.0.1:1'));

  test('that takes connections and says nothing, this process counts for itself', async () => {
    await using server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    await checkFallsBack(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
});

test('Redis is never told a name', () => {
  assert.match(keyOf('["shop","alice@example.com"]'), /^[\w-]{43}$/);
  assert.notEqual(keyOf('alice'), keyOf('bob'));
});
