import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createShop, openShop } from '../engine/testing/shop.ts';
import { llmProviderPoint } from '../extension/llm.ts';
import { workspaceModelsPoint } from '../extension/workspace-models.ts';
import type { ModelExchange } from '../hooks/hooks.ts';
import { collect, eventsOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createScriptedModel, promptText, providerOf, type ScriptedTurn } from '../testing/scripted-model.ts';

const secret = 'sk-canary-0123456789abcdef';

async function exchanges(
  turns: readonly ScriptedTurn[],
  observe: (exchange: ModelExchange) => unknown = () => undefined,
) {
  const heard: ModelExchange[] = [];
  await using engine = await openShop(createShop(), {
    config: { models: { default: 'test/scripted', rounds: 0 } },
    plugin: (api) => {
      api.contribute(llmProviderPoint, providerOf(createScriptedModel(turns)));
      api.tap('modelCalled', (exchange) => {
        heard.push(exchange);
        observe(exchange);
      });
    },
  });
  const events = await collect(engine.ask(fakeCaller(), { message: `have a look around, ${secret}` }));
  return { heard, events };
}

const plan = { object: { task: 'look', steps: [{ id: 'a', tool: 'look', arguments: {}, needs: [] }] } };
const words = { text: `The key ${secret} is fine [e1].` };

describe('whoever observes calls of models', () => {
  test('sees of each what is written down of it', async () => {
    const { heard, events } = await exchanges([plan, words]);
    const written = eventsOf(events, 'model-called');
    assert.equal(written.length, 2);
    for (const [index, { record }] of heard.entries()) {
      const { run, session, sequence, time, version, ...event } = written[index] ?? assert.fail();
      assert.deepEqual(record, event, [run, session, sequence, time, version].join());
    }
  });

  test('sees no secret, neither asked nor answered', async () => {
    const { heard } = await exchanges([plan, words]);
    assert.match(promptText({ prompt: heard[0]?.prompt ?? [] }), /have a look around/);
    assert.doesNotMatch(JSON.stringify(heard), new RegExp(secret));
  });

  test('sees why the model has stopped', async () => {
    const { heard } = await exchanges([plan, words]);
    assert.deepEqual(new Set(heard.map(({ finishReason }) => finishReason)), new Set(['stop']));
  });

  test('sees whether the workspace has chosen the model for itself, whose name is then its own words', async () => {
    const { events } = await exchanges([plan, words]);
    assert.ok(eventsOf(events, 'model-called').every(({ isWorkspaces }) => isWorkspaces === undefined));
    const model = createScriptedModel([plan, words]);
    const own = { id: 'own', choose: async () => ({ model, name: 'own/mine', locality: 'commercial' as const }) };
    await using engine = await openShop(createShop(), {
      config: { models: { rounds: 0 } },
      plugin: (api) => api.contribute(workspaceModelsPoint, own),
    });
    const called = eventsOf(await collect(engine.ask(fakeCaller(), { message: 'have a look around' })), 'model-called');
    assert.ok(called.length > 0);
    for (const { model: name, isWorkspaces } of called) assert.deepEqual([name, isWorkspaces], ['own/mine', true]);
  });

  test('sees a call that has failed, too, which has said nothing', async () => {
    const { heard } = await exchanges([{ error: new Error('no route to host') }]);
    assert.equal(heard[0]?.text, undefined);
    assert.notEqual(heard[0]?.record.error, undefined);
  });

  test('keeps nobody from anything by what it throws', async () => {
    const { events } = await exchanges([plan, words], () => {
      throw new Error('an observer’s own affair');
    });
    assert.equal(eventsOf(events, 'run-finished')[0]?.status, 'completed');
  });
});
