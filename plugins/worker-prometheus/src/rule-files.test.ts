import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTools } from '@hexaops/core/testing';
import { compileRules, ruleDirectory, runRuleTests } from '@hexaops/core/rules';
import plugin from './index.ts';

const sets = await ruleDirectory('worker-prometheus', new URL('../rules/', import.meta.url)).load(
  AbortSignal.timeout(10_000),
);
await using opened = await openTools({ use: plugin, config: { url: 'http://metrics.test' } });

describe('the rules of this package', () => {
  it('pass their own tests', () => {
    const failed = runRuleTests(sets).filter(({ passed }) => !passed);
    assert.deepEqual(
      failed.map(({ rule, test, message }) => `${rule}, ${test}: ${message}`),
      [],
    );
  });

  for (const stage of ['route', 'diagnose'] as const) {
    for (const rule of compileRules(sets).rules(stage)) {
      it(`${rule.id} has a test that it fires in and one that it does not`, () => {
        assert.ok(rule.tests.some(({ expect }) => expect !== 'none'));
        assert.ok(rule.tests.some(({ expect }) => expect === 'none'));
      });
    }
  }

  for (const rule of compileRules(sets).rules('route')) {
    it(`${rule.id} names tools and arguments that there are`, () => {
      for (const step of rule.actions.flatMap((action) => ('plan' in action ? action.plan.steps : []))) {
        const tool = opened.tools.get(step.tool);
        assert.ok(tool !== undefined, step.tool);
        const properties = Object.keys(tool.input['properties'] ?? {});
        assert.deepEqual(
          Object.keys(step.arguments ?? {}).filter((name) => !properties.includes(name)),
          [],
        );
      }
    });
  }
});
