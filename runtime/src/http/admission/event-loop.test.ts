import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventLoopLoad } from './event-loop.ts';

/** Delays as they would have been recorded. Nanoseconds. */
class Recorded {
  milliseconds = 0;
  enabled = false;
  enable = () => (this.enabled = true);
  disable = () => !(this.enabled = false);
  percentile = (percentile: number) => (percentile === 99 ? this.milliseconds * 1e6 : 0);
  reset = () => void (this.milliseconds = 0);
}

describe('the load of the event loop', () => {
  test('is too high after a second that was late beyond the bound, until one that was not', () => {
    const recorded = new Recorded();
    const load = new EventLoopLoad(500, recorded);
    assert.equal(load.overloaded, false);
    recorded.milliseconds = 500;
    load.observe();
    assert.equal(load.overloaded, false);
    recorded.milliseconds = 501;
    load.observe();
    assert.equal(load.overloaded, true);
    load.observe();
    assert.equal(load.overloaded, false, 'each second is judged alone');
  });

  test('is never too high, and not even watched, where the bound is 0', () => {
    const recorded = new Recorded();
    using load = new EventLoopLoad(0, recorded).start();
    assert.equal(recorded.enabled, false);
    recorded.milliseconds = 60_000;
    load.observe();
    assert.equal(load.overloaded, false);
  });

  test('is watched from its start, every second, until it is disposed of', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const second = async () => {
      t.mock.timers.tick(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    };
    const recorded = new Recorded();
    const load = new EventLoopLoad(500, recorded).start();
    assert.equal(recorded.enabled, true);
    recorded.milliseconds = 501;
    await second();
    assert.equal(load.overloaded, true);
    load[Symbol.dispose]();
    assert.equal(recorded.enabled, false);
    await second();
    assert.equal(load.overloaded, true, 'nobody looks any more');
  });
});
