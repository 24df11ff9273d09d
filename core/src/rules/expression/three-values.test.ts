import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleFact } from '../set/rule-set.ts';
import { verdictOfRule } from '../testing/fixtures.ts';

const cases: readonly (readonly [when: string, fact: RuleFact, verdict: string])[] = [
  // A missing field is unknown, whatever it is compared with.
  ['replicas == 0', {}, 'unknown'],
  ['replicas != 0', {}, 'unknown'],
  ['step.arguments.replicas == 0', { step: {} }, 'unknown'],
  ['step.arguments.replicas == 0', { step: { arguments: null } }, 'unknown'],
  ['items[3] == 1', { items: [1] }, 'unknown'],
  ['!(replicas == 0)', {}, 'unknown'],
  ['replicas == null', {}, 'unknown'],
  ['replicas == null', { replicas: null }, 'true'],
  ['replicas', { replicas: null }, 'error'],
  // Its presence is known.
  ['has(step.replicas)', {}, 'false'],
  ['has(step.replicas)', { step: { replicas: null } }, 'true'],
  ['!has(step.replicas)', { step: {} }, 'true'],
  // `&&` and `||` absorb what is not decided, from either side.
  ['replicas == 0 && false', {}, 'false'],
  ['false && replicas == 0', {}, 'false'],
  ['replicas == 0 || true', {}, 'true'],
  ['true || replicas == 0', {}, 'true'],
  ['replicas == 0 && true', {}, 'unknown'],
  ['replicas == 0 || false', {}, 'unknown'],
  ['name < 3 || true', { name: 'a' }, 'true'],
  ['name < 3 && false', { name: 'a' }, 'false'],
  ['name < 3 && true', { name: 'a' }, 'error'],
  ['name < 3 && missing == 1', { name: 'a' }, 'unknown'],
  // What has no meaning is an error, and neither true nor false.
  ['name < 3', { name: 'a' }, 'error'],
  ['name.other == 1', { name: 'a' }, 'error'],
  ['size(n) > 0', { n: 1 }, 'error'],
  ['1 / 0 == 1', {}, 'error'],
  ['9223372036854775807 + 1 > 0', {}, 'error'],
  ['n.contains("a")', { n: 1 }, 'error'],
  // Types that differ are unequal.
  ['name == 3', { name: 'a' }, 'false'],
  ['name != 3', { name: 'a' }, 'true'],
  // A condition chooses only when it is decided.
  ['replicas > 0 ? true : true', {}, 'unknown'],
  // Comprehensions are the `&&` and `||` of their elements.
  ['items.all(i, i.n > 0)', { items: [{ n: 1 }, {}] }, 'unknown'],
  ['items.all(i, i.n > 0)', { items: [{ n: 0 }, {}] }, 'false'],
  ['items.exists(i, i.n > 0)', { items: [{}, { n: 1 }] }, 'true'],
  ['items.exists(i, i.n > 0)', { items: [{}, { n: 0 }] }, 'unknown'],
  ['items.exists_one(i, i.n > 0)', { items: [{ n: 1 }, { n: 0 }] }, 'true'],
  ['items.filter(i, i > 1).size() == 2', { items: [1, 2, 3] }, 'true'],
  ['items.map(i, i > 1, i * 2) == [4, 6]', { items: [1, 2, 3] }, 'true'],
  ['labels.exists(key, key.startsWith("app"))', { labels: { app: 'web' } }, 'true'],
  ['items.all(i, i > 0)', {}, 'unknown'],
  ['items.all(i, i > 0)', { items: 3 }, 'error'],
];

for (const [when, fact, verdict] of cases) {
  test(`${when} on ${JSON.stringify(fact)} is ${verdict}`, () => assert.equal(verdictOfRule({ when }, fact), verdict));
}
