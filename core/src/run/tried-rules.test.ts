import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine } from '../engine/create-engine.ts';
import { ruleSourcePoint } from '../extension/rules.ts';
import { defineReadTool, toolPoint } from '../extension/tool.ts';
import { llmProviderPoint } from '../extension/llm.ts';
import type { TriedContext, TriedRule } from '../hooks/hooks.ts';
import { createScriptedModel, providerOf } from '../testing/scripted-model.ts';
import { definePlugin } from '../plugin/plugin.ts';
import { parseRuleSets } from '../rules/index.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import type { RunEvent } from './events.ts';
import { storedEvents } from './events.ts';

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: route.look
    match: { text: { phrases: [look] } }
    then: [{ plan: { task: look, steps: [{ id: s1, tool: look }] } }]
  - id: route.tried
    mode: dryRun
    match: { text: { phrases: [look] } }
    then: [{ answer: { template: never said } }]
---
apiVersion: hexaops/v1
kind: RuleSet
stage: guard
rules:
  - { id: guard.tried, mode: dryRun, match: { tool: look }, then: [{ deny: { reason: never } }] }
  - { id: guard.other, mode: dryRun, match: { tool: scale }, then: [{ deny: true }] }
---
apiVersion: hexaops/v1
kind: RuleSet
stage: diagnose
rules:
  - { id: diagnose.tried, mode: dryRun, when: 'object.kind == "Pod"', then: [{ finding: { cause: never-found } }] }
`;

const look = defineReadTool({
  name: 'look',
  worker: 'worker',
  description: 'Looks.',
  input: { type: 'object', additionalProperties: false, properties: {} },
  execute: async (_, context) => {
    for (const name of ['a', 'b'])
      assert.deepEqual(context.rules.fired('diagnose', { object: { kind: 'Pod', name } }), []);
    return { evidence: [] };
  },
});

async function asked(isHeard = true) {
  const tried: (readonly [TriedRule, TriedContext])[] = [];
  await using engine = await createEngine({
    plugins: [
      definePlugin({
        register(api) {
          api.contribute(toolPoint, look);
          api.contribute(ruleSourcePoint, { id: 'own', load: async () => parseRuleSets(rules, 'own.yaml') });
          if (isHeard) api.tap('ruleTried', (...told) => void tried.push(told));
        },
      }),
    ],
  });
  const events: RunEvent[] = await Array.fromAsync(storedEvents(engine.ask(fakeCaller(), { message: 'look' })));
  return { events, tried };
}

describe('rules with mode dryRun', () => {
  test('are told where they would have fired in a run, each once for what is asked, and which would not are not', async () => {
    const { tried, events } = await asked();
    assert.deepEqual(
      tried.map(([rule]) => rule),
      [
        { rule: 'route.tried', stage: 'route', would: ['answer'] },
        { rule: 'guard.tried', stage: 'guard', would: ['deny'], step: 's1' },
        { rule: 'diagnose.tried', stage: 'diagnose', would: ['finding'], step: 's1' },
      ],
    );
    for (const [, context] of tried) {
      assert.equal(context.run, events[0]?.run);
      assert.ok(!('token' in context.caller));
    }
  });

  test('of stage model are told where a model is asked, and where none is, which they might name', async () => {
    const modelRules = (mode: string) => `
apiVersion: hexaops/v1
kind: RuleSet
stage: model
rules:
  - { id: model.tried, mode: ${mode}, match: { purpose: plan }, then: [{ use: { provider: test, model: other } }] }
`;
    for (const models of [{ default: 'test/scripted' }, {}]) {
      const tried: TriedRule[] = [];
      const scripted = createScriptedModel([{ text: 'nothing' }]);
      await using engine = await createEngine({
        config: { models },
        plugins: [
          definePlugin({
            register(api) {
              api.contribute(llmProviderPoint, providerOf(scripted));
              api.contribute(toolPoint, look);
              const load = async () => parseRuleSets(modelRules('dryRun'), 'own.yaml');
              api.contribute(ruleSourcePoint, { id: 'own', load });
              api.tap('ruleTried', (rule) => void tried.push(rule));
            },
          }),
        ],
      });
      await Array.fromAsync(engine.ask(fakeCaller(), { message: 'something that no rule knows' }));
      assert.deepEqual(tried[0], { rule: 'model.tried', stage: 'model', would: ['use'] });
    }
  });

  test('of stage trigger are told because of an alert, of which there is no run', async () => {
    const triggers = `
apiVersion: hexaops/v1
kind: RuleSet
stage: trigger
rules:
  - { id: trigger.tried, mode: dryRun, match: { name: Down }, then: [{ investigate: { task: look, steps: [{ id: s1, tool: look }] } }] }
`;
    const tried: (readonly [TriedRule, TriedContext])[] = [];
    await using engine = await createEngine({
      config: {
        workspaces: { w1: {} },
        investigations: {
          workers: ['worker'],
          workspaces: [{ labels: { namespace: 'shop' }, workspace: 'w1' }],
        },
      },
      plugins: [
        definePlugin({
          register(api) {
            api.contribute(toolPoint, look);
            api.contribute(ruleSourcePoint, { id: 'own', load: async () => parseRuleSets(triggers, 'own.yaml') });
            api.tap('ruleTried', (...told) => void tried.push(told));
          },
        }),
      ],
    });
    const report = { fingerprint: 'f1', status: 'firing' as const, startsAt: 1, annotations: {} };
    const outcomes = await engine.investigations.receive(
      ['Down', 'Up'].map((alertname) => ({
        ...report,
        fingerprint: alertname,
        labels: { alertname, namespace: 'shop' },
      })),
    );
    assert.deepEqual(new Set(outcomes.map(({ outcome }) => outcome)), new Set(['recorded']));
    assert.deepEqual(
      tried.map(([rule]) => rule),
      [{ rule: 'trigger.tried', stage: 'trigger', would: ['investigate'] }],
    );
    for (const [, { run, caller }] of tried) {
      assert.deepEqual([run, caller.workspace], [undefined, 'w1']);
      assert.ok(!('token' in caller));
    }
  });

  test('change nothing of a run, heard or not', async () => {
    const told = async (isHeard: boolean) =>
      (await asked(isHeard)).events.map((event) =>
        event.type === 'step-finished' ? [event.type, event.status] : event.type,
      );
    assert.deepEqual(await told(true), await told(false));
    const { events } = await asked();
    assert.equal(events.find((event) => event.type === 'step-finished')?.status, 'succeeded');
    assert.doesNotMatch(JSON.stringify(events), /never/);
  });
});
