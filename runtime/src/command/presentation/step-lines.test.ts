import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepEndLines } from './step-lines.ts';
import { screenFor } from './testing/screen.ts';

test('of a change that had nothing to change it is said what is so already', () => {
  const place = { run: 'r', session: 's', sequence: 1, time: '2026-01-01T00:00:00.000Z', version: 1 } as const;
  const finished = { type: 'step-finished', step: 'scale', status: 'succeeded', milliseconds: 20 } as const;
  const end = { ...place, ...finished, unavailable: [] };
  const unchanged = 'Deployment shop/cart asks for 3 replicas already; all of them are ready.';
  assert.deepEqual(stepEndLines({ ...end, unchanged }, 0, screenFor()), [
    `✓ scale: 20 ms, nothing to do: ${unchanged}`,
  ]);
  assert.deepEqual(stepEndLines(end, 0, screenFor()), ['✓ scale: 20 ms']);
});
