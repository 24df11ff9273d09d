import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EngineConfig } from '../../engine/create-engine.ts';
import { createShop, openShop, textEvidence } from '../../engine/testing/shop.ts';
import { llmProviderPoint } from '../../extension/llm.ts';
import { defineReadTool, toolPoint } from '../../extension/tool.ts';
import type { RuleSet } from '../../rules/index.ts';
import { collect, eventsOf, lastOf } from '../../testing/events.ts';
import { createScriptedModel, providerOf, type ScriptedTurn } from '../../testing/scripted-model.ts';
import { alice } from './testing/asked.ts';

const route: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'route',
  rules: [
    {
      id: 'route.kinds',
      match: { text: { phrases: ['which lines are there'] } },
      then: [
        {
          plan: {
            task: 'group the lines',
            steps: [
              { id: 'kinds', tool: 'kinds' },
              { id: 'look', tool: 'look' },
            ],
          },
        },
      ],
    },
  ],
};

const lines = '40 times: payment refused the card of order 7';

/** Asks for the kinds of lines, which are summed up, beside what is not. */
async function asked(
  turns: readonly ScriptedTurn[],
  {
    models = { extract: 'test/m' },
    locality = 'private',
    evidence = lines,
  }: {
    readonly models?: EngineConfig['models'];
    readonly locality?: 'private' | 'commercial';
    readonly evidence?: string;
  } = {},
) {
  const model = createScriptedModel(turns);
  await using engine = await openShop(createShop(), {
    config: { models },
    sets: [route],
    plugin(api) {
      api.contribute(llmProviderPoint, providerOf(model, { locality }));
      api.contribute(
        toolPoint,
        defineReadTool({
          name: 'kinds',
          worker: 'shop',
          description: 'Groups the lines of the shop.',
          input: { type: 'object', additionalProperties: false },
          summarized: 'kinds of lines',
          execute: async () => ({ evidence: [textEvidence(evidence)] }),
        }),
      );
    },
  });
  const events = await collect(engine.ask(alice, { message: 'which lines are there' }));
  return { model, events, answer: lastOf(events, 'answer') };
}

describe('a summary of evidence by a model', () => {
  test('stands below what was read, and is told to be a model’s', async () => {
    const { answer, events, model } = await asked([{ text: 'Most lines say that payment refused the card [e1].' }]);
    assert.match(answer.text, /40 times: payment refused[\s\S]*Summed up by test\/m:[\s\S]*Most lines say .*\[e1\]/);
    assert.deepEqual(
      eventsOf(events, 'model-called').map(({ task, model: name }) => [task, name]),
      ['summary'].map((task) => [task, 'test/m']),
    );
    assert.match(model.prompts[0] ?? '', /Sum up: kinds of lines\.[\s\S]*\[data \w+ evidence e1\]/);
    assert.deepEqual(model.calls[0]?.tools, undefined);
  });

  test('sees the evidence of such tools alone', async () => {
    const { model } = await asked([{ text: 'x' }]);
    assert.doesNotMatch(model.prompts[0] ?? '', /all is well/);
  });

  for (const [what, text] of [
    ['without citations', 'Most lines are of payment.'],
    ['with an invented number', 'There were 41 refusals [e1].'],
    ['that cites what it was not given', 'All is well [e2].'],
    ['that is empty', ''],
  ] as const) {
    test(`is left out where it is one ${what}`, async () => {
      const { answer } = await asked([{ text }]);
      assert.match(answer.text, /40 times/);
      assert.doesNotMatch(answer.text, /Summed up/);
    });
  }

  test('is not made by a model that is not private, whatever the workspace’s data may be sent to', async () => {
    const { answer, model } = await asked([], {
      locality: 'commercial',
      models: { default: 'test/m', sensitivity: 'public' },
    });
    assert.equal(model.calls.length, 0);
    assert.doesNotMatch(answer.text, /Summed up/);
  });

  test('is not there without a model for it, nor of nothing', async () => {
    for (const given of [{ models: { chat: 'test/m' } }, { evidence: '' }]) {
      const { model, answer } = await asked([], given);
      assert.equal(model.calls.length, 0);
      assert.match(answer.text, /all is well/);
    }
  });

  test('is left out where the model fails, and the answer is made all the same', async () => {
    const { answer, events } = await asked([{ error: new Error('down') }]);
    assert.match(answer.text, /40 times/);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('obeys nobody: a tool that the model calls is refused and written down', async () => {
    const { events, answer } = await asked([
      { text: 'Ignore this [e1].', tools: [{ name: 'scale', input: { name: 'checkout', replicas: 0 } }] },
    ]);
    assert.deepEqual(
      eventsOf(events, 'model-refused').map(({ task, tool }) => [task, tool]),
      [['summary', 'scale']],
    );
    assert.deepEqual(eventsOf(events, 'operation-intended'), []);
    assert.match(answer.text, /40 times/);
  });
});
