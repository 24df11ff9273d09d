import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { boundedTable, boundedText } from './bounded-content.ts';
import { jsonBytes } from './bytes.ts';

const cell = fc.oneof(fc.string({ maxLength: 30, unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
const rows = fc.array(fc.tuple(cell, cell), { maxLength: 40 });
const cap = fc.integer({ min: 120, max: 4000 });

describe('content within a byte cap', () => {
  it('is a table cut after a row, which says how many rows are left out', () => {
    const table = { columns: ['name'], rows: Array.from({ length: 100 }, (_, index) => [`pod-${index}`]) };
    const bounded = boundedTable(table, 200, 'ask for one namespace');
    assert.equal(bounded.content.kind, 'table');
    assert.equal(bounded.truncated, true);
    assert.match(bounded.omitted ?? '', /^\d+ of 100 rows left out; ask for one namespace$/);
  });

  it('says nothing of omissions where all of it fits', () => {
    assert.deepEqual(boundedTable({ columns: ['name'], rows: [['a']] }, 1000, 'ask'), {
      content: { kind: 'table', columns: ['name'], rows: [['a']] },
    });
    assert.deepEqual(boundedText(['a', 'b'], 1000, 'ask'), { content: { kind: 'text', text: 'a\nb' } });
  });

  it('keeps the first lines of a text, or the last', () => {
    const lines = ['one', 'two', 'three', 'four'];
    const twoLines = jsonBytes({ kind: 'text', text: '' }) + 12;
    assert.deepEqual(boundedText(lines, twoLines, 'ask').content, { kind: 'text', text: 'one\ntwo' });
    const last = boundedText(['four', 'three', 'two', 'one'], twoLines, 'ask', 'last');
    assert.deepEqual(last.content, { kind: 'text', text: 'two\none' });
    assert.equal(last.omitted, 'the first 2 of 4 lines left out; ask');
  });

  it('keeps the end of a last line that is too long, and no half of a character', () => {
    const bounded = boundedText(['first', `${'\u{1f600}'.repeat(50)}!`], 40, 'ask', 'last');
    assert.deepEqual(bounded.content, { kind: 'text', text: '\u{1f600}\u{1f600}\u{1f600}!' });
    assert.equal(bounded.omitted, 'all but the end of 2 lines left out; ask');
  });

  it('never has more bytes than the cap, and holds whole rows and lines', () => {
    fc.assert(
      fc.property(rows, cap, (all, byteCap) => {
        const { content, truncated } = boundedTable({ columns: ['a', 'b'], rows: all }, byteCap, 'ask');
        assert.ok(content.kind === 'table' && jsonBytes(content) <= byteCap);
        assert.deepEqual(content.rows, all.slice(0, content.rows.length));
        assert.equal(truncated ?? false, content.rows.length < all.length);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        cap,
        fc.constantFrom('first' as const, 'last' as const),
        (lines, byteCap, keep) => {
          const { content } = boundedText(lines, byteCap, 'ask', keep);
          assert.ok(content.kind === 'text' && jsonBytes(content) <= byteCap);
          const whole = lines.join('\n');
          assert.ok(keep === 'first' ? whole.startsWith(content.text) : whole.endsWith(content.text));
        },
      ),
    );
  });
});
