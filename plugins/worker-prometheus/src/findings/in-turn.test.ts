import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from './in-turn.ts';

test('what takes a while lets others have the process after each item, in the order of the items', async () => {
  let others = 0;
  const count = (): void => {
    others += 1;
    if (others < 100) setImmediate(count);
  };
  setImmediate(count);
  const seen = await inTurn([1, 2, 3, 4], (item) => [item, others] as const, new AbortController().signal);
  assert.deepEqual(
    seen.map(([item]) => item),
    [1, 2, 3, 4],
  );
  assert.ok((seen.at(-1)?.[1] ?? 0) >= 2, JSON.stringify(seen));
  others = 100;
});

test('ends with the signal, after the item that is under way', async () => {
  const stop = new AbortController();
  const made: number[] = [];
  const work = inTurn([1, 2, 3], (item) => made.push(item) === 2 && stop.abort(new Error('enough')), stop.signal);
  await assert.rejects(work, /enough/);
  assert.deepEqual(made, [1, 2]);
});
