import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Lines } from './lines.ts';

test('lines are the same however their bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.nat(9)), (texts, cuts) => {
      const lines = texts.map((text) => JSON.stringify(text));
      const bytes = new TextEncoder().encode(lines.join('\n'));
      const reader = new Lines();
      const read: string[] = [];
      let from = 0;
      for (const cut of cuts) {
        read.push(...reader.push(bytes.subarray(from, from + cut)));
        from += cut;
      }
      read.push(...reader.push(bytes.subarray(from)), ...reader.end());
      assert.deepEqual(read, lines);
    }),
  );
});
