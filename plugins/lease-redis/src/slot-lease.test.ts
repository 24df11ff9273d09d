import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { Redis } from 'ioredis';
import { SlotLease } from './slot-lease.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a lease that Redis has forgotten', () => {
  let asked: string[];
  let answers: PromiseWithResolvers<number>[];
  let lease: SlotLease;

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    [asked, answers] = [[], []];
    const redis = new Redis({ lazyConnect: true });
    const answer = (what: string) => () => {
      asked.push(what);
      const later = Promise.withResolvers<number>();
      answers.push(later);
      return later.promise;
    };
    mock.method(redis, 'evalsha', answer('script'));
    mock.method(redis, 'zrem', answer('free'));
    lease = new SlotLease(redis, 'slot', 2, {
      lockTimeout: 3_000,
      refreshInterval: 1_000,
      acquireAttemptsLimit: 1,
      onLockLost: () => undefined,
    });
    const taken = lease.tryAcquire();
    answers[0]?.resolve(1);
    assert.equal(await taken, true);
    mock.timers.tick(1_000);
  });

  afterEach(() => {
    lease.stopRefresh();
    mock.timers.reset();
    mock.restoreAll();
  });

  test('is asked for anew while it is held', async () => {
    answers[1]?.resolve(0);
    await settled();
    assert.deepEqual(asked, ['script', 'script', 'script']);
  });

  test('is not once it is being freed: nobody would free it again', async () => {
    const freed = lease.release();
    answers[1]?.resolve(0);
    await settled();
    assert.deepEqual(asked, ['script', 'script', 'free']);
    answers[2]?.resolve(0);
    await freed;
    assert.equal(lease.isAcquired, false);
  });
});
