import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ruleSourcePoint } from '@hexaops/core';
import { compileRules, type RuleSet, runRuleTests } from '@hexaops/core/rules';
import playbooks from './index.ts';

const sets = await loadSets();

/** What the plugin contributes, as an engine gets it. */
async function loadSets(): Promise<readonly RuleSet[]> {
  const loaded: Promise<readonly RuleSet[]>[] = [];
  playbooks.register(
    {
      contribute(point, value) {
        if (point.key !== ruleSourcePoint.key) throw new Error(`it contributes to ${point.id}`);
        loaded.push(
          (value as { load(signal: AbortSignal): Promise<readonly RuleSet[]> }).load(AbortSignal.timeout(10_000)),
        );
      },
      contributeFrom: (point) => assert.fail(`it contributes to ${point.id}`),
      singleton: () => assert.fail('it has a singleton'),
      tap: () => assert.fail('it taps a hook'),
    },
    {},
  );
  return (await Promise.all(loaded)).flat();
}

describe('the playbooks', () => {
  test('are route rules, which are left out where their tools are not installed', () => {
    assert.ok(sets.length > 0);
    for (const { stage, missingTools } of sets) assert.deepEqual([stage, missingTools], ['route', 'skip']);
  });

  test('pass their own tests', () => {
    const failed = runRuleTests(sets).filter(({ passed }) => !passed);
    assert.deepEqual(
      failed.map(({ rule, test: name, message }) => `${rule}, ${name}: ${message}`),
      [],
    );
  });

  for (const { id, description, tests, actions } of compileRules(sets).rules('route')) {
    test(`${id} says what can be asked, and is tested both ways`, () => {
      assert.ok(description !== undefined);
      assert.ok(tests.some(({ expect }) => expect !== 'none'));
      assert.ok(tests.some(({ expect }) => expect === 'none'));
    });

    test(`${id} gives each of its sources a deadline, so that a dead one costs no more`, () => {
      const steps = actions.flatMap((action) => ('plan' in action ? action.plan.steps : []));
      assert.ok(steps.length >= 4);
      assert.deepEqual(
        steps.filter(({ deadline }) => deadline === undefined).map((step) => step.id),
        [],
      );
    });
  }
});
