import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRules, runRuleTests } from '@hexaops/core/rules';
import { ruleFiles } from './rule-files.ts';
import { toolsOf } from './tools/index.ts';
import { listNodes } from './tools/read/list-nodes.ts';
import { workspaceOverview } from './tools/read/workspace-overview.ts';
import { accessTo } from './tools/testing/context.ts';
import { FakeSource } from './tools/testing/fake-source.ts';
import { resolvedKinds } from './resolver/resolver.ts';

const sets = await ruleFiles.load(AbortSignal.timeout(10_000));
const access = accessTo(new FakeSource([]));
const tools = new Map(
  [...toolsOf({}).map((make) => make(access)), listNodes(access), workspaceOverview(undefined)].map((tool) => [
    tool.name,
    tool,
  ]),
);

describe('the rules of this package', () => {
  it('are of the stages route, diagnose and guard', () => {
    assert.deepEqual([...new Set(sets.map(({ stage }) => stage))].sort(), ['diagnose', 'guard', 'route']);
  });

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
        const unknown = Object.keys(step.arguments ?? {}).filter((name) => !properties.includes(name));
        assert.deepEqual(unknown, []);
      }
    });

    it(`${rule.id} asks for objects of kinds that can be resolved`, () => {
      for (const capture of Object.values(rule.text?.captures ?? {})) {
        if (capture.type !== 'object') continue;
        const unknown = (capture.kinds ?? []).filter((kind) => !resolvedKinds.some((known) => known === kind));
        assert.deepEqual(unknown, []);
      }
    });
  }

  for (const rule of compileRules(sets).rules('guard')) {
    it(`${rule.id} has a test that it fires in and one that it does not`, () => {
      assert.ok(rule.tests.some(({ expect }) => expect !== 'none'));
      assert.ok(rule.tests.some(({ expect }) => expect === 'none'));
    });
  }
});
