import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { MemoryRateLimit } from './rate-limit.ts';

describe('a limit by the minute', () => {
  test('gives each key its own, says how long to wait, and gives it again when its minute is over', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 0 });
    const limit = new MemoryRateLimit(2);
    assert.equal(await limit.take('a'), 0);
    t.mock.timers.setTime(20_000);
    assert.equal(await limit.take('a'), 0);
    assert.equal(await limit.wait('a'), 40_000);
    assert.equal(await limit.take('a'), 40_000);
    assert.equal(await limit.wait('b'), 0);
    assert.equal(await limit.take('b'), 0);
    t.mock.timers.setTime(60_000);
    assert.equal(await limit.wait('a'), 0);
    assert.equal(await limit.take('a'), 0);
  });

  test('gives exactly what it says, in whatever order and at whatever time it is taken', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 0 });
    const steps = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), pause: fc.nat(30_000) }), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (taken, perMinute) => {
        const limit = new MemoryRateLimit(perMinute);
        const windows = new Map<string, { end: number; count: number }>();
        for (const { key, pause } of taken) {
          t.mock.timers.setTime(Date.now() + pause);
          const now = Date.now();
          const known = windows.get(key);
          const window = known !== undefined && known.end > now ? known : { end: now + 60_000, count: 0 };
          windows.set(key, window);
          const expected = window.count < perMinute ? 0 : window.end - now;
          window.count += 1;
          assert.equal(await limit.wait(key), expected);
          assert.equal(await limit.take(key), expected);
        }
      }),
    );
  });

  test('keeps no more keys than its bound, and none whose minute is over', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 0 });
    const limit = new MemoryRateLimit(1, 100);
    for (let key = 0; key < 1_000; key++) assert.equal(await limit.take(`k${key}`), 0);
    assert.equal(limit.size, 100);
    assert.equal(await limit.wait('k0'), 0, 'the oldest is forgotten, and not refused');
    assert.equal(await limit.wait('k999'), 60_000);
    t.mock.timers.setTime(60_000);
    await limit.take('new');
    assert.equal(limit.size, 1);
  });
});
