import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRules, ruleDirectory, runRuleTests } from '@hexaops/core/rules';
import { toolsOf } from './tools/index.ts';
import { over } from './testing/context.ts';

const sets = await ruleDirectory('worker-helm', new URL('../rules/', import.meta.url)).load(
  AbortSignal.timeout(30_000),
);
const { records } = over([]);
const tools = new Map(toolsOf.map((make) => make(records)).map((tool) => [tool.name, tool]));

describe('the rules of this package', () => {
  it('pass their own tests', () => {
    const failed = runRuleTests(sets).filter(({ passed }) => !passed);
    assert.deepEqual(
      failed.map(({ rule, test, message }) => `${rule}, ${test}: ${message}`),
      [],
    );
  });

  for (const rule of compileRules(sets).rules('route')) {
    it(`${rule.id} names tools and arguments that there are, and has a test`, () => {
      assert.ok(rule.tests.length > 0);
      for (const step of rule.actions.flatMap((action) => ('plan' in action ? action.plan.steps : []))) {
        const tool = tools.get(step.tool);
        assert.ok(tool !== undefined, `${step.tool} is not among ${[...tools.keys()].join(', ')}`);
        const properties = Object.keys(tool.input['properties'] ?? {});
        for (const name of Object.keys(step.arguments ?? {})) assert.ok(properties.includes(name), name);
      }
    });
  }
});
