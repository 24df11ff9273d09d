import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { Pace } from './pace.ts';

/** A clock that only waiting moves, and only for the one who waits. */
class Waits {
  now = 0;
  readonly begun = new Map<string, number[]>();

  pace(perSecond: number): Pace {
    return new Pace(
      perSecond,
      () => this.now,
      async (milliseconds) => void (this.#waited = milliseconds),
    );
  }

  #waited = 0;

  async begin(pace: Pace, key: string): Promise<number> {
    this.#waited = 0;
    await pace.turn(key);
    const at = this.now + this.#waited;
    this.begun.set(key, [...(this.begun.get(key) ?? []), at]);
    return this.#waited;
  }
}

describe('a pace', () => {
  test('lets two begin at once, and the others one after the other', async () => {
    const waits = new Waits();
    const pace = waits.pace(10);
    const waited: number[] = [];
    for (let count = 0; count < 5; count++) waited.push(await waits.begin(pace, 'w1'));
    assert.deepEqual(waited, [0, 0, 100, 200, 300]);
    assert.equal(await waits.begin(pace, 'w2'), 0, 'each key has its own');
    waits.now = 1_000;
    assert.equal(await waits.begin(pace, 'w1'), 0, 'quiet for long enough');
  });

  test('never lets more begin in any time than there is room for, and holds nobody back without need', async () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'c'), pause: fc.nat(250) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 50 }), async (steps, perSecond) => {
        const waits = new Waits();
        const pace = waits.pace(perSecond);
        for (const { key, pause } of steps) {
          waits.now += pause;
          await waits.begin(pace, key);
        }
        const apart = 1000 / perSecond;
        for (const times of waits.begun.values()) {
          for (const [first, at] of times.entries()) {
            for (const [more, later] of times.slice(first).entries()) {
              assert.ok(later - at >= (more - 1) * apart - 1e-6, `${more + 1} began within ${later - at} ms`);
            }
          }
        }
      }),
    );
  });

  test('forgets keys that are quiet, and is none where it is 0', async () => {
    const waits = new Waits();
    const pace = waits.pace(1000);
    for (let key = 0; key < 999; key++) await waits.begin(pace, `k${key}`);
    waits.now = 10;
    await waits.begin(pace, 'last');
    assert.equal(pace.size, 1);
    const none = waits.pace(0);
    for (let count = 0; count < 100; count++) assert.equal(await waits.begin(none, 'a'), 0);
  });
});
