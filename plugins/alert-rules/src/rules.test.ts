import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { factSchemas } from '@hexaops/core';
import { compileRules, ruleDirectory, runRuleTests } from '@hexaops/core/rules';

const sets = await ruleDirectory('alert-rules', new URL('../rules/', import.meta.url)).load(
  AbortSignal.timeout(60_000),
);
const rules = compileRules(sets, { schemas: factSchemas });

describe('the rules of this package', () => {
  test('are of the stage trigger, each with a rest and a test', () => {
    assert.deepEqual(new Set(sets.map(({ stage }) => stage)), new Set(['trigger']));
    for (const { id, coolDownMilliseconds, tests } of rules.rules()) {
      assert.ok((coolDownMilliseconds ?? 0) >= 600_000, `${id} has no rest`);
      assert.ok(tests.length > 0, `${id} has no test`);
    }
  });

  test('pass their own tests', () => {
    const failed = runRuleTests(sets, { schemas: factSchemas }).filter(({ passed }) => !passed);
    assert.deepEqual(
      failed.map(({ rule, test: name, message }) => `${rule}, ${name}: ${message}`),
      [],
    );
  });

  test('wait for none of the alerts that say that all is well, nor for those that only inform', () => {
    for (const name of ['Watchdog', 'InfoInhibitor', 'AlertmanagerClusterDown', 'PrometheusRuleFailures']) {
      const fact = { source: 'alertmanager', status: 'firing', name, severity: 'none', labels: {}, annotations: {} };
      assert.deepEqual(rules.evaluate('trigger', fact), [], name);
    }
  });
});
