import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RedisLeases } from './redis-leases.ts';

describe('without an answer of Redis', () => {
  test('no lease is given and none refused, and no other replica is heard', async () => {
    using leases = new RedisLeases({ url: 'redis://127.0.0.1:1', timeoutMilliseconds: 50 });
    await leases.connect();
    assert.equal(await leases.take('ollama:node:model', 2), 'unknown');
    assert.equal(await leases.exchange('ollama', '{}'), undefined);
  });
});
