import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRules, runRuleTests } from '@hexaops/core/rules';
import { ruleFiles } from '../rule-files.ts';

const sets = await ruleFiles.load(AbortSignal.timeout(10_000));
const rules = compileRules(sets).rules('diagnose');

describe('The rules of worker-storage', () => {
  it('pass the tests that they bring', () => {
    assert.deepEqual(
      runRuleTests(sets).filter(({ passed }) => !passed),
      [],
    );
  });

  for (const { id, tests } of rules) {
    it(`${id} has a test that fires and one that does not`, () => {
      assert.ok(
        tests.some(({ expect }) => expect === 'none'),
        'no near miss',
      );
      assert.ok(
        tests.some(({ expect }) => expect !== 'none'),
        'nothing fires',
      );
    });
  }
});
