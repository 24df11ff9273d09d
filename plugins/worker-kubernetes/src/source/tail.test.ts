import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { tailOf } from './tail.ts';

const lines = fc.array(
  fc.string({ maxLength: 6 }).map((line) => line.replaceAll('\n', ' ')),
  { minLength: 1, maxLength: 8 },
);

test('the last lines of a log, whether or not it ends with a line break', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 10 }), fc.boolean(), (all, count, isClosed) => {
      const text = all.join('\n') + (isClosed ? '\n' : '');
      fc.pre(isClosed || all.at(-1) !== '');
      const tail = tailOf(Buffer.from(text), { lines: count });
      assert.equal(tail.text, all.slice(-count).join('\n') + (isClosed ? '\n' : ''));
      assert.equal(tail.truncated, count < all.length);
    }),
  );
});

test('never more bytes than asked for, always the end, whole lines where there is a whole one', () => {
  fc.assert(
    fc.property(lines, fc.nat(40), (all, bytes) => {
      const text = `${all.join('\n')}\n`;
      const content = Buffer.from(text);
      const tail = tailOf(content, { bytes });
      const isCut = content.length > bytes;
      assert.equal(tail.truncated, isCut);
      if (!isCut) assert.equal(tail.text, text);
      const kept = content.subarray(content.length - bytes).toString('utf8');
      if (isCut) assert.ok(kept.endsWith(tail.text));
    }),
  );
  assert.equal(tailOf(Buffer.from('one\ntwo\nthree\n'), { bytes: 12 }).text, 'two\nthree\n'.slice(0));
  assert.equal(tailOf(Buffer.from('a line without an end'), { bytes: 3 }).text, 'end');
});

test('bytes that are no UTF-8 are replaced', () => {
  assert.equal(tailOf(Buffer.from([0x61, 0xff, 0x62]), {}).text, 'a\uFFFDb');
});
