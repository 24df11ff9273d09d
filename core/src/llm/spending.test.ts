import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createShop, openShop, type Shop } from '../engine/testing/shop.ts';
import { agentPoint } from '../extension/agent.ts';
import { llmProviderPoint } from '../extension/llm.ts';
import type { Budgets } from '../extension/store.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createScriptedModel, providerOf, type RecordingModel, type ScriptedTurn } from '../testing/scripted-model.ts';
import type { ModelsConfig } from './models-config.ts';
import type { BudgetsConfig, PricesConfig } from './prices.ts';

const day = '2026-11-23';
const noon = Date.parse(`${day}T12:00:00Z`);
const alice = fakeCaller({ expiresAt: Date.parse('2030-01-01T00:00:00Z') });
const plan: ScriptedTurn = { object: { task: 'look', steps: [{ id: 's', tool: 'look', arguments: {}, needs: [] }] } };
const words: ScriptedTurn = { text: 'All is well [e1].' };
const usage = { input: 300, output: 100 };
/** A plan and an answer, in turn. */
const model = () => createScriptedModel((_, index) => ({ ...(index % 2 === 0 ? plan : words), usage }));
const prices: PricesConfig = { 'test/m': { input: 10, output: 100 } };

interface Given {
  readonly shop?: Shop;
  readonly model?: RecordingModel;
  readonly config?: ModelsConfig;
  readonly now?: () => number;
}

function open(
  budgets: BudgetsConfig,
  { shop = createShop(), model: given = model(), config, now = () => noon }: Given = {},
) {
  return openShop(shop, {
    config: { models: { default: 'test/m', rounds: 0, outputTokens: 500, budgets, prices, ...config } },
    plugin: (api) => api.contribute(llmProviderPoint, providerOf(given)),
    now,
  });
}

const ask = async (budgets: BudgetsConfig, given: Given = {}, caller = alice) => {
  await using engine = await open(budgets, given);
  return collect(engine.ask(caller, { message: 'have a look around' }));
};
const spentOf = async ({ store }: Shop, scope: string, window = day) =>
  (await store.budgets.spend(scope, window, 0, Number.POSITIVE_INFINITY)).spent;
const ofWorkspace = 'tokens:["models","shop"]';

describe('what is spent on models', () => {
  test('is counted for the workspace and for the person, as the provider says it', async () => {
    const shop = createShop();
    const limits = { tokens: 100_000, money: 10 };
    await ask({ workspace: limits, user: limits }, { shop });
    assert.equal(await spentOf(shop, ofWorkspace), 800);
    assert.equal(await spentOf(shop, 'tokens:["models","shop","alice"]'), 800);
    // Twice 300 tokens at 10 and 100 tokens at 100 for a million.
    assert.equal((await spentOf(shop, 'money:["models","shop"]')).toFixed(6), '0.026000');
  });

  test('stands in the events of the run', async () => {
    const events = await ask({});
    assert.deepEqual(
      eventsOf(events, 'model-called').map(({ cost }) => cost?.toFixed(6)),
      ['0.013000', '0.013000'],
    );
  });

  test('is set aside before the call: of many at once none goes beyond the limit', async () => {
    const shop = createShop();
    let most = 0;
    let now = 0;
    const slow = createScriptedModel((_, index) => ({ ...(index % 2 === 0 ? plan : words), usage }));
    const counting: RecordingModel = {
      ...slow,
      calls: slow.calls,
      prompts: [],
      async doStream(options) {
        most = Math.max(most, (now += 1));
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        return slow.doStream(options);
      },
    };
    await using engine = await open({ workspace: { tokens: 3_000 } }, { shop, model: counting });
    const asked = Array.from({ length: 20 }, () => collect(engine.ask(alice, { message: 'have a look around' })));
    const all = await Promise.all(asked);
    assert.ok((await spentOf(shop, ofWorkspace)) <= 3_000);
    assert.ok(all.some((events) => /has used the 3000 tokens/.test(JSON.stringify(events))));
    assert.ok(all.every((events) => lastOf(events, 'run-finished').status === 'completed'));
    assert.ok(most > 0);
  });

  test('ends in the rules’ own answer, which says so, where it is used up; nothing is called', async () => {
    const shop = createShop();
    const given = model();
    const events = await ask({ workspace: { tokens: 200 } }, { shop, model: given });
    assert.equal(given.calls.length, 0);
    const { text, unavailable } = lastOf(events, 'answer');
    assert.match(text, /I did not understand that/);
    assert.deepEqual(unavailable, [
      { source: 'model', reason: `this workspace has used the 200 tokens of models for ${day}` },
    ]);
    assert.equal(await spentOf(shop, ofWorkspace), 0);
  });

  test('ends in the templates’ answer, which says so, where it is used up before the answer', async () => {
    const shop = createShop();
    const given = createScriptedModel([{ ...plan, usage: { input: 1_900, output: 100 } }, words]);
    const events = await ask({ workspace: { tokens: 2_000 } }, { shop, model: given });
    assert.equal(given.calls.length, 1);
    const { text, unavailable } = lastOf(events, 'answer');
    assert.match(text, /all is well/);
    assert.match(unavailable[0]?.reason ?? '', /has used the 2000 tokens/);
  });

  test('leaves a model as much to write as there is left', async () => {
    const given = model();
    await ask({ user: { tokens: 900 } }, { model: given });
    const output = given.calls[0]?.maxOutputTokens ?? 0;
    assert.ok(output >= 64 && output < 500, String(output));
  });

  test('is one budget for all people of a workspace, and one for each of them', async () => {
    const shop = createShop();
    const bob = fakeCaller({ subject: 'bob', expiresAt: Date.parse('2030-01-01T00:00:00Z') });
    await ask({ user: { tokens: 2_000 } }, { shop });
    await ask({ user: { tokens: 2_000 } }, { shop }, bob);
    assert.equal(await spentOf(shop, 'tokens:["models","shop","bob"]'), 800);
    const events = await ask({ user: { tokens: 1_000 } }, { shop });
    assert.match(lastOf(events, 'answer').unavailable[0]?.reason ?? '', /you have used the 1000 tokens/);
  });

  test('begins anew with the window', async () => {
    const shop = createShop();
    const budgets: BudgetsConfig = { window: 'month', workspace: { tokens: 1_500 } };
    await ask(budgets, { shop });
    assert.equal(await spentOf(shop, ofWorkspace, '2026-11'), 800);
    const later = await ask(budgets, { shop, now: () => Date.parse('2026-12-01T00:00:00Z') });
    assert.equal(eventsOf(later, 'model-called').length, 2);
  });

  test('has the limits of the workspace where it has some of its own', async () => {
    const given = model();
    await ask({ workspace: { tokens: 100_000 }, workspaces: { shop: { tokens: 100 } } }, { model: given });
    assert.equal(given.calls.length, 0);
  });

  test('is held to the run’s own money', async () => {
    const given = model();
    const events = await ask({ run: { money: 0.065 } }, { model: given });
    assert.equal(given.calls.length, 2);
    assert.ok((given.calls[1]?.maxOutputTokens ?? 0) < 500);
    const none = model();
    const refused = await ask({ run: { money: 0.001 } }, { model: none });
    assert.equal(none.calls.length, 0);
    assert.match(lastOf(refused, 'answer').unavailable[0]?.reason ?? '', /budget of 0.001/);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('is held to the run’s own tokens, also by calls side by side', async () => {
    const agents = ['one', 'two', 'three'];
    const given = createScriptedModel([
      {
        object: { task: 'ask', steps: agents.map((id) => ({ id, tool: id, arguments: { task: 'look' }, needs: [] })) },
      },
      ...agents.map((): ScriptedTurn => ({ text: 'All is well.', usage: { input: 500, output: 400 } })),
    ]);
    await using engine = await openShop(createShop(), {
      config: { models: { default: 'test/m', rounds: 0, outputTokens: 4_000 }, budget: { tokens: 6_000 } },
      plugin: (api) => {
        api.contribute(llmProviderPoint, providerOf(given));
        for (const id of agents)
          api.contribute(agentPoint, { id, description: 'Looks.', instructions: '', tools: [], maximumSteps: 1 });
      },
    });
    await collect(engine.ask(alice, { message: 'have a look around' }));
    const most = given.calls.slice(1).reduce((sum, { maxOutputTokens = 0 }) => sum + maxOutputTokens, 0);
    assert.ok(given.calls.length > 1 && most <= 6_000, `${most} tokens were given to write at once`);
  });

  test('is not counted where the store does not answer: then nothing is called', async () => {
    const shop = createShop();
    const broken: Budgets = { spend: () => Promise.reject(new Error('down')) };
    const given = model();
    await using engine = await openShop(shop, {
      config: { models: { default: 'test/m', budgets: { workspace: { tokens: 1_000 } } } },
      plugin: (api) => api.contribute(llmProviderPoint, providerOf(given)),
      store: { ...shop.store, budgets: broken },
    });
    const events = await collect(engine.ask(alice, { message: 'have a look around' }));
    assert.equal(given.calls.length, 0);
    assert.match(lastOf(events, 'answer').unavailable[0]?.reason ?? '', /cannot be counted/);
  });

  test('costs the store nothing where there is no budget', async () => {
    const shop = createShop();
    let asked = 0;
    const counting: Budgets = {
      spend: (...given) => {
        asked += 1;
        return shop.store.budgets.spend(...given);
      },
    };
    await using engine = await openShop(shop, {
      config: { models: { default: 'test/m', rounds: 0 } },
      plugin: (api) => api.contribute(llmProviderPoint, providerOf(model())),
      store: { ...shop.store, budgets: counting },
    });
    await collect(engine.ask(alice, { message: 'have a look around' }));
    assert.equal(asked, 0);
  });
});

describe('budgets and prices', () => {
  for (const [what, config] of [
    ['a window that is not known', { budgets: { window: 'week' } }],
    ['a limit that is misspelt', { budgets: { workspace: { token: 5 } } }],
    ['a limit that is no number', { budgets: { user: { tokens: Number.NaN } } }],
    ['a price without an output', { prices: { 'test/m': { input: 1 } } }],
    ['money without the price of a model that is paid for', { budgets: { user: { money: 1 } }, prices: {} }],
  ] as const) {
    test(`refuse ${what}, at the start`, async () => {
      const opening = openShop(createShop(), {
        config: { models: { default: 'test/m', ...(config as ModelsConfig) } },
        plugin: (api) => api.contribute(llmProviderPoint, providerOf(model(), { locality: 'commercial' })),
      });
      await assert.rejects(opening, { code: 'config-invalid' });
    });
  }
});
