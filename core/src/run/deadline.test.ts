import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { withinTime } from './deadline.ts';

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
const never = () => new Promise<never>(() => undefined);
const coded = (code: HexaopsError['code']) => (error: unknown) => HexaopsError.is(error, code);

describe('work within its time', () => {
  test('gives what it comes to, or raises what it raises, and leaves neither a timer nor a listener behind', async () => {
    const { signal } = new AbortController();
    const before = timers();
    assert.equal(await withinTime('it', 60_000, signal, async () => 7), 7);
    const failure = new Error('no');
    await assert.rejects(
      withinTime('it', 60_000, signal, () => Promise.reject(failure)),
      failure,
    );
    await assert.rejects(
      withinTime('it', 60_000, signal, () => {
        throw failure;
      }),
      failure,
    );
    assert.deepEqual([timers(), getEventListeners(signal, 'abort').length], [before, 0]);
  });

  test('is told when its time is over, and ends also where it heeds no signal', async () => {
    let heard: unknown;
    const late = withinTime('it', 1, undefined, (signal) => {
      signal.addEventListener('abort', () => (heard = signal.reason));
      return never();
    });
    await assert.rejects(late, coded('deadline-exceeded'));
    assert.ok(HexaopsError.is(heard, 'deadline-exceeded'));
  });

  test('is cancelled before it begins, while it is done, and by itself', async () => {
    const before = timers();
    await assert.rejects(withinTime('it', 60_000, AbortSignal.abort(), never), coded('cancelled'));
    const stop = new AbortController();
    const cancelled = withinTime('it', 60_000, stop.signal, never);
    stop.abort();
    await assert.rejects(cancelled, coded('cancelled'));
    const own = new AbortController();
    const byItself = withinTime('it', 60_000, own.signal, () => {
      own.abort();
      return never();
    });
    await assert.rejects(byItself, coded('cancelled'));
    assert.equal(timers(), before);
  });

  test('that fails after its end fails nobody', async () => {
    let fail: (reason: Error) => void = () => undefined;
    const late = withinTime('it', 1, undefined, () => new Promise<never>((_, reject) => (fail = reject)));
    await assert.rejects(late, coded('deadline-exceeded'));
    fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
