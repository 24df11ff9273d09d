import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everySiteOnce } from './plan.ts';

const hits = ['a', 'b', 'a', 'b', 'c', 'a'].map((site, index, all) => ({
  site,
  occurrence: all.slice(0, index + 1).filter((other) => other === site).length,
}));

test('each site is met once, at different times of the run', () => {
  assert.deepEqual(everySiteOnce(hits), [
    { site: 'a', occurrence: 1 },
    { site: 'b', occurrence: 2 },
    { site: 'c', occurrence: 1 },
  ]);
});

test('a site that was met before is left out', () => {
  assert.deepEqual(everySiteOnce(hits, new Set(['a', 'c'])), [{ site: 'b', occurrence: 1 }]);
});
