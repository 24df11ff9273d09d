import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { APICallError, LoadAPIKeyError, NoSuchModelError } from '@ai-sdk/provider';
import type { EngineConfig } from '../engine/create-engine.ts';
import { createShop, openShop, type Shop, textEvidence } from '../engine/testing/shop.ts';
import { HexaopsError } from '../errors.ts';
import { llmProviderPoint, type LlmProvider } from '../extension/llm.ts';
import { defineReadTool, toolPoint } from '../extension/tool.ts';
import type { PluginApi } from '../plugin/plugin.ts';
import { storedEvents } from '../run/events.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createScriptedModel, type ScriptedTurn, providerOf } from '../testing/scripted-model.ts';

const alice = fakeCaller();
const plan = (...tools: readonly string[]): ScriptedTurn => ({
  object: { task: 'look', steps: tools.map((tool) => ({ id: tool, tool, arguments: {}, needs: [] })) },
});
const look = plan('look');
const nothingMore: ScriptedTurn = { object: { task: 'enough', steps: [] } };
const words: ScriptedTurn = { text: 'The evidence says that all is well [e1].' };
const question = 'have a look around';

interface Opened {
  readonly shop?: Shop;
  readonly config?: EngineConfig;
  readonly providers?: readonly LlmProvider[];
  readonly also?: (api: PluginApi) => void;
}

function open(model: LlmProvider | undefined, { shop = createShop(), config, providers = [], also }: Opened = {}) {
  return openShop(shop, {
    config: { models: { default: 'test/scripted' }, ...config },
    plugin: (api) => {
      for (const provider of model === undefined ? providers : [model, ...providers])
        api.contribute(llmProviderPoint, provider);
      also?.(api);
    },
  });
}

const failing = (statusCode?: number) =>
  new APICallError({
    message: 'the key sk-canary-0123456789abcdef is wrong; the prompt was: tell me',
    url: 'http://provider',
    requestBodyValues: {},
    ...(statusCode === undefined ? {} : { statusCode }),
  });

describe('the door to a model', () => {
  test('writes down what each call has spent, and tells the sum', async () => {
    const usage = { input: 100, output: 10 };
    const model = createScriptedModel([look, nothingMore, words].map((turn) => ({ ...turn, usage })));
    await using engine = await open(providerOf(model));
    const events = await collect(engine.ask(alice, { message: question }));
    assert.deepEqual(
      eventsOf(events, 'model-called').map(({ task, model: name, inputTokens, outputTokens }) => [
        task,
        name,
        inputTokens,
        outputTokens,
      ]),
      ['plan', 'reads', 'answer'].map((task) => [task, 'test/scripted', 100, 10]),
    );
    const { inputTokens, outputTokens } = lastOf(events, 'usage');
    assert.deepEqual([inputTokens, outputTokens], [300, 30]);
  });

  test('counts for itself where a provider says nothing, zero, or less than nothing', async () => {
    for (const usage of [null, { input: 0, output: 0 }, { input: -5, output: Number.NaN }]) {
      const model = createScriptedModel([{ ...look, usage }, nothingMore, words]);
      await using engine = await open(providerOf(model));
      const [first] = eventsOf(await collect(engine.ask(alice, { message: question })), 'model-called');
      assert.ok(first !== undefined && first.inputTokens > 100 && first.outputTokens > 5);
    }
  });

  test('is closed once the run’s tokens are spent: nothing is called, and the rules’ own answer stands', async () => {
    const model = createScriptedModel([look, nothingMore, words]);
    await using engine = await open(providerOf(model), { config: { budget: { tokens: 300 } } });
    const events = await collect(engine.ask(alice, { message: question }));
    assert.equal(model.calls.length, 0);
    assert.match(lastOf(events, 'answer').text, /I did not understand that/);
    assert.match(lastOf(events, 'answer').unavailable[0]?.reason ?? '', /has used its 300 tokens/);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('gives a model no more to write than the run has left', async () => {
    const model = createScriptedModel([look, nothingMore, words]);
    await using engine = await open(providerOf(model), { config: { budget: { tokens: 1_500 } } });
    await collect(engine.ask(alice, { message: question }));
    const [first] = model.calls;
    assert.ok(
      (first?.maxOutputTokens ?? 0) > 0 && (first?.maxOutputTokens ?? 0) < 1_000,
      String(first?.maxOutputTokens),
    );
  });

  test('has no more to give when a run is resumed than it had before', async () => {
    const shop = createShop();
    let isExpired = true;
    shop.result = () => {
      if (isExpired) throw new HexaopsError('reauthentication-required', 'the token has expired');
      return { evidence: [textEvidence('all is well')] };
    };
    const model = createScriptedModel([{ ...look, usage: { input: 1_300, output: 90 } }]);
    await using engine = await open(providerOf(model), { shop, config: { budget: { tokens: 1_500 } } });
    const asked = await collect(engine.ask(alice, { message: question }));
    assert.equal(asked.at(-1)?.type, 'reauthentication-required');
    isExpired = false;
    const events = await collect(engine.resume(alice, asked[0]?.run ?? '', { kind: 'reauthenticated' }));
    assert.equal(model.calls.length, 1);
    assert.match(lastOf(events, 'answer').text, /all is well/);
    assert.deepEqual([lastOf(events, 'usage').inputTokens, lastOf(events, 'usage').outputTokens], [1_300, 90]);
  });

  test('ends a call at its deadline and goes on without it', async () => {
    const model = createScriptedModel([{ hangs: true }]);
    await using engine = await open(providerOf(model), { config: { models: { default: 'test/m', milliseconds: 20 } } });
    // A call without a deadline is ended by this, and the run with it.
    const signal = AbortSignal.timeout(5_000);
    const events = await collect(engine.ask(alice, { message: question }, { signal }));
    assert.equal(eventsOf(events, 'model-called')[0]?.error?.code, 'deadline-exceeded');
    assert.equal(model.calls[0]?.abortSignal?.aborted, true);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('ends a call with its run', async () => {
    const model = createScriptedModel([{ hangs: true }]);
    await using engine = await open(providerOf(model));
    const stop = new AbortController();
    const events = [];
    for await (const event of storedEvents(engine.ask(alice, { message: question }, { signal: stop.signal }))) {
      events.push(event);
      setTimeout(() => stop.abort(), 5);
    }
    assert.equal(lastOf(events, 'run-finished').status, 'cancelled');
    assert.equal(model.calls[0]?.abortSignal?.aborted, true);
  });

  for (const [what, error, code] of [
    ['a limit of its rate', failing(429), 'rate-limited'],
    ['a refused key', failing(401), 'model-unavailable'],
    ['a server that fails', failing(503), 'model-unavailable'],
    ['no connection', failing(), 'model-unavailable'],
    ['no key', new LoadAPIKeyError({ message: 'no key' }), 'model-unavailable'],
    ['no such model', new NoSuchModelError({ modelId: 'm', modelType: 'languageModel' }), 'model-unavailable'],
    ['an error of its own', new Error('secret of the provider'), 'model-unavailable'],
  ] as const) {
    test(`says ${what} by a code, and none of the provider’s words`, async () => {
      const model = createScriptedModel([{ error }]);
      await using engine = await open(providerOf(model));
      const events = await collect(engine.ask(alice, { message: question }));
      assert.equal(eventsOf(events, 'model-called')[0]?.error?.code, code);
      assert.doesNotMatch(JSON.stringify(events), /canary|the prompt was|secret of the provider/);
      assert.equal(lastOf(events, 'run-finished').status, 'completed');
    });
  }

  for (const finish of ['error', 'other', 'interrupted', 'length', 'content-filter'] as const) {
    test(`takes nothing from a model that ended by ${finish}`, async () => {
      const model = createScriptedModel(() => ({ ...look, finish }));
      await using engine = await open(providerOf(model));
      const events = await collect(engine.ask(alice, { message: question }));
      assert.deepEqual(eventsOf(events, 'plan-made'), []);
      assert.match(lastOf(events, 'answer').text, /I did not understand/);
    });
  }

  test('asks the next model of the rule where the first cannot be reached', async () => {
    const [first, second] = [
      createScriptedModel(() => ({ error: failing(503) })),
      createScriptedModel([look, nothingMore, words]),
    ];
    const providers = [providerOf(second, { id: 'other' })];
    const rule = {
      id: 'model.all',
      match: { workspace: 'shop' },
      then: [{ use: { provider: 'test', model: 'a', fallback: [{ provider: 'other', model: 'b' }] } }],
    };
    await using engine = await open(providerOf(first), {
      providers,
      config: { ruleSets: [{ apiVersion: 'hexaops/v1', kind: 'RuleSet', stage: 'model', rules: [rule] }] },
    });
    const events = await collect(engine.ask(alice, { message: question }));
    assert.equal(lastOf(events, 'plan-made').plan.madeBy['model' as never], 'other/b');
    assert.equal(lastOf(events, 'answer').text, 'The evidence says that all is well. [e1]');
  });

  test('sends what is confidential to private providers alone', async () => {
    const outside = createScriptedModel(() => look);
    await using engine = await open(providerOf(outside, { locality: 'commercial' }), {
      config: { workspaces: { shop: { sensitivity: 'confidential' } } },
    });
    const events = await collect(engine.ask(alice, { message: question }));
    assert.equal(outside.calls.length, 0);
    assert.match(lastOf(events, 'answer').unavailable[0]?.reason ?? '', /no model may see confidential data/);
  });
});

describe('sensitivity', () => {
  test('of a workspace that is misspelt is refused at the start', async () => {
    const workspaces = { shop: { sensitivity: 'confidental' as 'confidential' } };
    await assert.rejects(openShop(createShop(), { config: { workspaces } }), { code: 'config-invalid' });
  });

  test('of a tool is that of what it has read: neither this run nor the next tells a commercial model of it', async () => {
    const outside = createScriptedModel((_, index) => (index === 0 ? plan('letters') : plan()));
    await using engine = await open(providerOf(outside, { locality: 'commercial' }), {
      also: (api) =>
        api.contribute(
          toolPoint,
          defineReadTool({
            name: 'letters',
            worker: 'shop',
            description: 'Reads letters.',
            sensitivity: 'confidential',
            input: { type: 'object', additionalProperties: false },
            execute: async () => ({ evidence: [textEvidence('the private letter')] }),
          }),
        ),
    });
    const first = await collect(engine.ask(alice, { message: question }));
    assert.match(lastOf(first, 'answer').text, /the private letter/);
    const second = await collect(engine.ask(alice, { message: question, session: first[0]?.session ?? '' }));
    assert.match(lastOf(second, 'answer').unavailable[0]?.reason ?? '', /confidential/);
    assert.equal(outside.calls.length, 1);
    assert.doesNotMatch(outside.prompts.join(), /private letter/);
  });
});

describe('a prompt never holds', () => {
  const token = 'canary-part-one-0123456789.canary-part-two-0123456789.canary-part-three-012345';
  const bob = fakeCaller({ subject: 'bob', token });
  const secret = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ';

  test('the caller’s token, any part of it, or what looks like a secret, wherever it was put', async () => {
    const shop = createShop();
    const leak = `${token} ${token.split('.')[1]} ${encodeURIComponent(token)} ${secret} password=canary-word`;
    shop.names = ['checkout', leak];
    shop.result = () => ({
      evidence: [{ ...textEvidence(`token=${leak}`), title: leak, source: leak, query: leak }],
      findings: [],
      unavailable: [{ source: leak, reason: leak }],
      value: leak,
    });
    const model = createScriptedModel((_, index) => [look, nothingMore, words][index % 3] ?? words);
    const hooked: string[] = [];
    await using engine = await open(providerOf(model), {
      shop,
      also: (api) =>
        api.tap('modelCall', (options) => {
          hooked.push(JSON.stringify(options));
          return {
            ...options,
            prompt: [...options.prompt, { role: 'user', content: [{ type: 'text', text: `a hook adds ${leak}` }] }],
            headers: { authorization: `Bearer ${token}` },
          };
        }),
    });
    const first = await collect(engine.ask(bob, { message: `${question}: ${leak}` }));
    await collect(engine.ask(bob, { message: `and now? ${leak}`, session: first[0]?.session ?? '' }));
    assert.equal(model.calls.length, 6);
    const sent = JSON.stringify(model.calls);
    assert.match(sent, /a hook adds \[redacted\]/);
    assert.doesNotMatch(sent, /canary/);
    assert.doesNotMatch(hooked.join(), /canary/);
    assert.ok(!sent.includes(secret));
  });
});

describe('without a model', () => {
  test('nothing is different: no event tells of any', async () => {
    await using engine = await openShop(createShop());
    const events = await collect(engine.ask(alice, { message: question }));
    assert.deepEqual(
      events.map(({ type }) => type),
      ['run-started', 'answer', 'usage', 'run-finished'],
    );
  });

  test('and none is called where a rule has matched', async () => {
    const model = createScriptedModel([]);
    await using engine = await open(providerOf(model));
    const events = await collect(engine.ask(alice, { message: 'what is wrong?' }));
    assert.equal(model.calls.length, 0);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });
});
