import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { widthOf } from './fit.ts';
import { seriesLines } from './series.ts';
import { screenFor } from './testing/screen.ts';

const points = [
  [0, 0.1],
  [60_000, 0.2],
  [120_000, 0.5],
] as const;

describe('series on a terminal', () => {
  const series = [
    { name: 'shop/cart', points },
    { name: 'a', points: [[0, null]] as const },
  ];

  test('are a line each: name, course, the least, the most and the last', () => {
    assert.deepEqual(seriesLines({ kind: 'series', unit: 'share', series }, screenFor(80), '    '), [
      '    shop/cart  ▁▃█  10 % to 50 %, last 50 %',
      '    a          no values',
    ]);
  });

  test('have their names on lines of their own where it is narrow', () => {
    assert.deepEqual(seriesLines({ kind: 'series', unit: 'share', series }, screenFor(40), ''), [
      'shop/cart',
      '  ▁▃█  10 % to 50 %, last 50 %',
      'a',
      '  no values',
    ]);
  });

  test('are not more than fit on a screen, and not wider', () => {
    const many = Array.from({ length: 12 }, (_, at) => ({ name: `${at}${'店'.repeat(100)}`, points }));
    for (const columns of [40, 80, 120]) {
      const lines = seriesLines({ kind: 'series', series: many }, screenFor(columns), '    ');
      assert.equal(lines.at(-1), '    and 4 more');
      assert.ok(lines.every((line) => widthOf(line) <= columns));
    }
  });
});
