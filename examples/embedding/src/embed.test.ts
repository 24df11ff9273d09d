import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { explain } from './embed.ts';

test('the engine answers inside another program', async () => {
  const bundle = fileURLToPath(new URL('../../control-plane/incident', import.meta.url));
  const answer = await explain(bundle, 'what is wrong?');
  assert.match(answer, /service-selector-mismatch/);
  assert.match(answer, /orders/);
  assert.match(answer, /\[e\d+\]/);
});
