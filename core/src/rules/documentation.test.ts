import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { runRuleTests } from './rule-tests.ts';
import { parseRuleSets } from './set/source.ts';

const page = await readFile(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);

test('docs/rules.md has examples', () => assert.ok(examples.length >= 4));

for (const [index, example] of examples.entries()) {
  test(`example ${index + 1} of docs/rules.md compiles, and each of its rules passes its own tests`, () => {
    const sets = parseRuleSets(example, `docs/rules.md, example ${index + 1}`);
    const results = runRuleTests(sets);
    assert.deepEqual(
      results.filter(({ passed }) => !passed).map(({ rule, test, message }) => ({ rule, test, message })),
      [],
    );
    const tested = new Set(results.map(({ rule }) => rule));
    assert.deepEqual(
      sets.flatMap(({ rules }) => rules.map(({ id }) => id)).filter((id) => !tested.has(id)),
      [],
    );
  });
}
