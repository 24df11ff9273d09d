import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { linesOf } from './lines.ts';

async function lines(chunks: readonly Uint8Array[], keptBytes = 1_000_000): Promise<readonly string[]> {
  async function* input() {
    yield* chunks;
  }
  const found = await Array.fromAsync(linesOf(input(), keptBytes));
  return found.map((line) => Buffer.from(line).toString('latin1'));
}

const bytes = fc.array(fc.oneof({ weight: 1, arbitrary: fc.constant(10) }, { weight: 3, arbitrary: fc.nat(255) }));
const chunked = fc.array(bytes.map((values) => Uint8Array.from(values)));

test('lines are what stands between line feeds, wherever the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(chunked, async (chunks) => {
      const text = Buffer.concat(chunks).toString('latin1');
      const expected = text.split('\n');
      if (expected.at(-1) === '') expected.pop();
      assert.deepEqual(await lines(chunks), expected);
    }),
  );
});

test('of a line no more than the beginning is kept, and it stays one line', async () => {
  await fc.assert(
    fc.asyncProperty(chunked, fc.integer({ min: 1, max: 5 }), async (chunks, kept) => {
      const whole = await lines(chunks);
      assert.deepEqual(
        await lines(chunks, kept),
        whole.map((line) => line.slice(0, kept)),
      );
    }),
  );
});
