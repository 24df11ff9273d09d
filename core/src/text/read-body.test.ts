import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readBody } from './read-body.ts';

async function* chunksOf(bytes: Uint8Array, size: number, left: { bytes: number } = { bytes: 0 }) {
  try {
    for (let at = 0; at < bytes.length; at += size) {
      left.bytes = bytes.length - at - size;
      yield bytes.subarray(at, at + size);
    }
  } finally {
    left.bytes = Math.max(left.bytes, 0);
  }
}

describe('the text of a body', () => {
  test('is read whole where it fits, wherever its chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 5 }), async (text, size) => {
        const bytes = Buffer.from(text);
        const said = new TextDecoder().decode(bytes);
        assert.deepEqual(await readBody(chunksOf(bytes, size), bytes.length), { text: said, truncated: false });
      }),
    );
  });

  test('is a beginning of it where it is longer, which never ends within a character', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.nat(20),
        fc.integer({ min: 1, max: 5 }),
        async (text, cap, size) => {
          const bytes = Buffer.from(text);
          fc.pre(bytes.length > cap && !text.startsWith('\uFEFF'));
          const { text: kept, truncated } = await readBody(chunksOf(bytes, size), cap);
          assert.ok(truncated && text.startsWith(kept), JSON.stringify([kept, text]));
          assert.ok(Buffer.byteLength(kept) <= cap && Buffer.byteLength(kept) > cap - 4);
        },
      ),
    );
  });

  test('is not read any further than its cap', async () => {
    const left = { bytes: 0 };
    const { text } = await readBody(chunksOf(Buffer.alloc(1_000_000, 'x'), 1_000, left), 2_500);
    assert.deepEqual([text.length, left.bytes], [2_500, 997_000]);
  });

  test('is empty where there is no body', async () => {
    assert.deepEqual(await readBody(null, 10), { text: '', truncated: false });
  });
});
