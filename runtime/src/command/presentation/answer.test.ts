import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { answerLines } from './answer.ts';
import { widthOf } from './fit.ts';
import { tableLines } from './table.ts';
import { screenFor } from './testing/screen.ts';

const text = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '> ',
      '- ',
      '1. ',
      '**',
      '`',
      '```\n',
      '| a | b |\n| --- | --- |\n',
      '\n\n',
      '    ',
      '<b>',
      '店',
      '\u001b[',
    ),
  ),
  { maxLength: 60 },
);
const safe = (line: string) => assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);

describe('an answer on a terminal', () => {
  test('is safe and no wider than it, whatever it says', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 120 }), (parts, columns) => {
        for (const line of answerLines(parts.join(''), screenFor(columns))) {
          safe(line);
          assert.ok(widthOf(line) <= columns, line);
        }
      }),
    );
  });

  test('is told as it stands where it is nested to no end', () => {
    const nested = `${'> '.repeat(20_000)}x`;
    for (const line of answerLines(nested, screenFor(80))) assert.ok(widthOf(line) <= 80);
  });
});

describe('a table on a terminal', () => {
  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null));
  const table = fc
    .integer({ min: 1, max: 9 })
    .chain((size) =>
      fc.tuple(
        fc.array(fc.string(), { minLength: size, maxLength: size }),
        fc.array(fc.array(cell, { minLength: size, maxLength: size }), { maxLength: 5 }),
      ),
    );

  test('is safe and no wider than it, whatever it holds', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 40, max: 120 }), ([columns, rows], wide) => {
        for (const line of tableLines(columns, rows, screenFor(wide))) {
          safe(line);
          assert.ok(widthOf(line) <= wide, line);
        }
      }),
    );
  });

  test('says how many rows it leaves out', () => {
    assert.deepEqual(tableLines(['a'], [[1], [2], [3]], screenFor(40), { most: 1 }), ['a', '1', 'and 2 more']);
  });
});
