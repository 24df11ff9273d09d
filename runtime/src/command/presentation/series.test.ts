import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seriesLines } from './series.ts';

const points = [
  [0, 0.1],
  [60_000, 0.2],
  [120_000, 0.5],
] as const;

describe('series on a terminal', () => {
  test('are a line each: name, course, the least, the most and the last', () => {
    const series = [
      { name: 'shop/cart', points },
      { name: 'a', points: [[0, null]] as const },
    ];
    assert.deepEqual(seriesLines({ kind: 'series', unit: 'share', series }), [
      '    shop/cart  ▁▃█  10 % to 50 %, last 50 %',
      '    a          no values',
    ]);
  });

  test('are not more than fit on a screen', () => {
    const series = Array.from({ length: 12 }, (_, at) => ({ name: `${at}${'x'.repeat(100)}`, points }));
    const lines = seriesLines({ kind: 'series', series });
    assert.deepEqual([lines.length, lines.at(-1)], [9, '    and 4 more']);
    assert.ok(lines.every((line) => line.length < 140));
  });

  test('are none of other content', () => assert.deepEqual(seriesLines({ kind: 'text', text: 'x' }), []));
});
