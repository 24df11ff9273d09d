import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  agentPoint,
  createEngine,
  defineReadTool,
  definePlugin,
  type Engine,
  llmProviderPoint,
  type PluginReference,
  type RunEvent,
  ruleSourcePoint,
  storedEvents,
  toolPoint,
} from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';
import llmAnthropic from '@hexaops/llm-anthropic';
import llmOllama from '@hexaops/llm-ollama';
import llmOpenAi from '@hexaops/llm-openai';
import { createCallingModel, createModelWithoutTools, missing, type OllamaServer, startOllama } from './server.ts';

if (missing !== undefined && process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing);

interface Api {
  readonly id: string;
  provider(url: string): PluginReference;
  /** A model that is to call no tool is given none; by the others this server lets it call on. */
  readonly endsCalls: boolean;
  /** Its server keeps to a form. */
  readonly hasForms: boolean;
}

/** The APIs that one server speaks, each by the provider that is for it. */
const apis = {
  'its own API': {
    id: 'ollama',
    provider: (url) => ({
      use: llmOllama,
      config: { nodes: [url], contextTokens: 2_048, firstTokenMilliseconds: 120_000, idleMilliseconds: 60_000 },
    }),
    endsCalls: true,
    hasForms: true,
  },
  'chat completions': {
    id: 'openai',
    provider: (url) => ({ use: llmOpenAi, config: { baseUrl: `${url}/v1`, private: true, api: 'chat' } }),
    endsCalls: true,
    hasForms: true,
  },
  responses: {
    id: 'openai',
    provider: (url) => ({ use: llmOpenAi, config: { baseUrl: `${url}/v1`, private: true, api: 'responses' } }),
    endsCalls: false,
    hasForms: true,
  },
  messages: {
    id: 'anthropic',
    provider: (url) => ({ use: llmAnthropic, config: { baseUrl: `${url}/v1`, private: true, apiKey: 'k' } }),
    endsCalls: false,
    hasForms: false,
  },
} satisfies Readonly<Record<string, Api>>;

describe('a model on a real server', { skip: missing ?? false, timeout: 300_000 }, () => {
  let folder: string;
  let server: OllamaServer;
  let name: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hexaops-apis-'));
    server = await startOllama(folder);
    name = await createCallingModel(server.url);
  });

  after(async () => {
    await server?.kill();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  test('chooses its tools by a form where it can call none', async () => {
    const without = await createModelWithoutTools(server.url);
    await using engine = await open(apis['its own API'].provider(server.url), `ollama/${without}`, []);
    const [refused, ...others] = (await ask(engine)).filter((event) => event.type === 'model-called');
    assert.equal(refused?.error?.code, 'model-unavailable');
    assert.ok(others.length > 0);
    for (const { error, outputTokens } of others) assert.ok(error === undefined && outputTokens > 0);
  });

  for (const [api, { id, provider, endsCalls, hasForms }] of Object.entries(apis)) {
    test(`calls its tool, is shown what came of it, and goes on, by ${api}`, async () => {
      const looked: unknown[] = [];
      await using engine = await open(provider(server.url), `${id}/${name}`, looked);
      const events = await ask(engine);
      const calls = events.filter((event) => event.type === 'model-called');
      assert.deepEqual(
        calls.map(({ error, inputTokens, outputTokens }) => [error, inputTokens > 0, outputTokens > 0]),
        [1, 2].map(() => [undefined, true, true]),
      );
      assert.equal(looked.length, 1);
      // Whether small words of a small model are borne out is the model's; that it says them, and calls nothing, is not.
      const left = events.flatMap((event) => (event.type === 'step-finished' ? event.unavailable : []));
      if (endsCalls) assert.ok(!left.some(({ reason }) => reason.includes('its steps were used up')));
    });

    test(`is not there, by ${api}`, async () => {
      await using engine = await open(provider(server.url), `${id}/nobody`, []);
      const errors = (await ask(engine)).flatMap((event) => (event.type === 'model-called' ? [event.error?.code] : []));
      assert.deepEqual(errors, ['model-unavailable']);
    });

    if (hasForms) {
      test(`keeps to a form, by ${api}`, async () => {
        await using engine = await open(provider(server.url), `${id}/${name}`, []);
        const schema = {
          type: 'object',
          additionalProperties: false,
          required: ['up'],
          properties: { up: { type: 'boolean' } },
        } as const;
        const [own] = engine.contributions(llmProviderPoint);
        const result = await own?.languageModel(name).doGenerate({
          prompt: [{ role: 'user', content: [{ type: 'text', text: 'Is it up?' }] }],
          responseFormat: { type: 'json', name: 'state', schema },
          maxOutputTokens: 24,
          temperature: 0,
        });
        const text = result?.content.map((part) => (part.type === 'text' ? part.text : '')).join('') ?? '';
        assert.equal(typeof (JSON.parse(text) as { up: unknown }).up, 'boolean');
      });
    }
  }
});

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: test.look
    match: { text: { phrases: [look around] } }
    then:
      - plan: { task: look around, steps: [{ id: one, tool: watch, arguments: { task: look at all } }] }
`;

/** An agent that may call one tool, once. */
function open(provider: PluginReference, model: string, looked: unknown[]): Promise<Engine> {
  const watch = definePlugin({
    register(api) {
      api.contribute(ruleSourcePoint, { id: 'test', load: async () => parseRuleSets(rules, 'test.yaml') });
      api.contribute(agentPoint, {
        id: 'watch',
        description: 'Looks.',
        instructions: 'You look.',
        tools: ['look'],
        maximumSteps: 2,
      });
      api.contribute(
        toolPoint,
        defineReadTool({
          name: 'look',
          worker: 'watch',
          description: 'Looks at one part.',
          input: {
            type: 'object',
            additionalProperties: false,
            required: ['part'],
            properties: { part: { type: 'string' } },
          },
          async execute(input) {
            looked.push(input);
            const content = { kind: 'text', text: 'all is well' } as const;
            return { evidence: [{ source: 'watch', query: 'all', title: 'The shop', content }] };
          },
        }),
      );
    },
  });
  const models = {
    default: model,
    rounds: 0,
    outputTokens: 40,
    milliseconds: 240_000,
    firstChunkMilliseconds: 120_000,
    idleMilliseconds: 60_000,
  };
  return createEngine({ plugins: [provider, watch], config: { models } });
}

function ask(engine: Engine): Promise<readonly RunEvent[]> {
  const caller = {
    subject: 'ada',
    workspace: 'shop',
    organizations: [],
    roles: undefined,
    permissions: undefined,
    token: undefined,
  };
  return Array.fromAsync(storedEvents(engine.ask(caller, { message: 'look around' })));
}
