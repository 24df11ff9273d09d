import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { LogLine } from '../logs/log-line.ts';
import { Tally } from './tally.ts';

const line = (message: string, at = 1000, rest: Partial<LogLine> = {}): LogLine => {
  return { at, level: 'info', service: 'web', component: '', pod: '', trace: '', message, ...rest };
};

describe('a tally of lines', () => {
  test('counts every line once: in a kind, or among those that were given up', () => {
    const messages = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 200 });
    fc.assert(
      fc.property(messages, messages, fc.integer({ min: 1, max: 30 }), (before, now, groups) => {
        const tally = new Tally(groups);
        for (const message of before) tally.addBefore(line(message));
        for (const message of now) tally.add(line(message));
        const result = tally.result();
        assert.equal(tally.read, before.length + now.length);
        assert.equal(result.reduce((sum, { lines }) => sum + lines, 0) + tally.dropped, now.length);
        assert.ok(result.length <= groups);
      }),
    );
  });

  test('knows the first, the last, the worst level and who has written most', () => {
    const tally = new Tally();
    tally.add(line('took 3 ms', 2000));
    tally.add(line('took 4 ms', 1000, { level: 'error', service: 'cart' }));
    tally.add(line('took 5 ms', 3000, { service: 'cart' }));
    assert.deepEqual(tally.result(), [
      {
        template: 'took <num> ms',
        lines: 3,
        before: 0,
        first: 1000,
        last: 3000,
        level: 'error',
        services: ['cart', 'web'],
      },
    ]);
  });

  test('tells what was there before from what was not', () => {
    const tally = new Tally();
    tally.addBefore(line('took 3 ms'));
    tally.add(line('took 4 ms'));
    tally.add(line('no route to host'));
    assert.deepEqual(
      tally.result().map(({ template, before }) => [template, before]),
      [
        ['took <num> ms', 1],
        ['no route to host', 0],
      ],
    );
  });
});
