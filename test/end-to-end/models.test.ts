import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RunEvent, StreamedEvent } from '@hexaops/core';
import { createPuppetModel, createScriptedModel, eventsOf, lastOf, type ScriptedTurn } from '@hexaops/core/testing';
import { type ControlPlane, createControlPlane } from '@hexaops/example-control-plane';
import type { Configuration } from '@hexaops/llm-openai';
import { loadConfig, serve } from '@hexaops/runtime';
import { ChatClient } from '../support/chat.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const bundle = fileURLToPath(new URL('../../examples/control-plane/incident', import.meta.url));
const key = 'sk-canary-0123456789abcdef0123';

interface Stage extends AsyncDisposable {
  readonly controlPlane: ControlPlane;
  readonly server: ModelServer;
  ask(message: string, also?: object): Promise<readonly RunEvent[]>;
  decide(decision: object): Promise<readonly RunEvent[]>;
  /** The stream of an answer as it goes over the wire. */
  wire(message: string): Promise<string>;
}

/** The whole service, with the reference control plane and a model that is reached over HTTP. */
async function open(model: ModelServer['model'], models: object = {}): Promise<Stage> {
  await using cleanUp = new AsyncDisposableStack();
  const server = cleanUp.use(await startModelServer(model));
  const controlPlane = cleanUp.use(
    await createControlPlane({ cluster: { kind: 'recorded', directory: bundle, asOf: Date.now() } }),
  );
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-models-'));
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'key'), key);
  const house: Configuration = { baseUrl: server.url, apiKey: '${file:key}', private: true };
  const file = join(directory, 'hexaops.yaml');
  const config = {
    server: { host: '127.0.0.1', port: 0, limits: { eventLoopMilliseconds: 0 } },
    logging: { level: 'silent' },
    models: { default: 'house/m', rounds: 0, milliseconds: 120_000, firstChunkMilliseconds: 120_000, ...models },
    workspaces: { shop: { environment: 'staging' } },
    plugins: [
      { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlane.url}/.well-known/jwks.json` } },
      { use: '@hexaops/control-plane', config: { url: controlPlane.url } },
      { use: '@hexaops/worker-kubernetes', config: { source: 'control-plane', namespaces: { shop: ['shop'] } } },
      { use: '@hexaops/llm-openai', config: { endpoints: { house } } },
      { use: fileURLToPath(new URL('watcher-plugin/plugin.ts', import.meta.url)) },
    ],
  };
  await writeFile(file, JSON.stringify(config));
  const service = await serve({ ...(await loadConfig({ file })), base: import.meta.url });
  cleanUp.defer(() => service.close());
  controlPlane.aiopsUrl = service.url;
  const client = new ChatClient(`${controlPlane.url}/api/v1/ai/chat?workspace_id=shop`, 'Bearer user:alice');
  const kept = cleanUp.move();
  return {
    controlPlane,
    server,
    ask: (message, also = {}) => client.stream({ message, ...also }),
    decide: (decision) => client.stream(decision),
    wire: async (message) => (await client.send('POST', { message }, { accept: 'text/event-stream' })).text,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

type Step = readonly [tool: string, values: object];

function plan(...steps: readonly Step[]): ScriptedTurn {
  return {
    object: {
      task: 'as asked',
      steps: steps.map(([tool, values], index) => ({ id: `s${index}`, tool, arguments: values, needs: [] })),
    },
  };
}

const question = 'tell me something about it all, would you';
const usage = { input: 400, output: 100 };
const order = { tool: 'scale-deployment', arguments: { namespace: 'shop', name: 'storefront', replicas: 0 } };
const reads = plan(['list-problem-pods', {}], ['list-events', {}]);
const evidenceIds = (events: readonly RunEvent[]) => eventsOf(events, 'evidence').map(({ evidence }) => evidence.id);

describe('a model over HTTP, through the whole service', () => {
  test('has its words told while they are made, checked, and the stored answer begins with them', async () => {
    const sentences = ['Something is wrong in the namespace shop [e1].', 'The pod ghost-42 is to blame [e1].'];
    const model = createScriptedModel([reads, { text: [...sentences, sentences[0], 'So it is.'].join(' ') }]);
    await using stage = await open(model);
    const frames = (await stage.wire(question)).split('\n\n').filter((frame) => frame.includes('event: answer'));
    assert.ok(frames.length > 1, 'words come before the answer');
    assert.ok(
      frames.slice(0, -1).every((frame) => frame.startsWith('event: answer-words\n')),
      'without an id',
    );
    assert.doesNotMatch(frames.join('\n'), /ghost-42|So it is/);
    const events = frames.map((frame) => JSON.parse(frame.split('\ndata: ')[1] ?? '') as StreamedEvent);
    let shown = '';
    for (const event of events) if (event.type === 'answer-words') shown = shown.slice(0, event.at) + event.text;
    const answer = events.at(-1);
    assert.ok(answer?.type === 'answer' && shown !== '' && answer.text.startsWith(shown));
  });

  test('plans readings that are made side by side, and words the answer; what it invents is struck', async () => {
    const model = createScriptedModel([
      reads,
      { text: 'Something is wrong in the namespace shop [e1]. The pod ghost-42 is to blame [e1].' },
    ]);
    await using stage = await open(model);
    const events = await stage.ask(question);
    const started = events.findIndex(({ type }) => type === 'step-finished');
    assert.equal(eventsOf(events.slice(0, started), 'step-started').length, 2);
    assert.ok(evidenceIds(events).includes('e1'));
    const { text } = lastOf(events, 'answer');
    assert.match(text, /Something is wrong in the namespace shop/);
    assert.doesNotMatch(text, /ghost-42/);
    assert.deepEqual([...new Set(stage.server.authorizations)], [`Bearer ${key}`]);
    assert.ok(!JSON.stringify(events).includes(key));
  });

  test('plans a change, which a person approves, and which is made once', async () => {
    const model = createScriptedModel([
      plan(['scale-deployment', { namespace: 'shop', name: 'storefront', replicas: 3 }]),
    ]);
    await using stage = await open(model);
    const events = await stage.ask('three of storefront in shop would be nice, replicas 3');
    const { approval } = lastOf(events, 'approval-required');
    assert.deepEqual(approval.bytes.arguments, { namespace: 'shop', name: 'storefront', replicas: 3 });
    assert.equal(stage.controlPlane.state.operations.length, 0);
    const decision = { approval: { id: approval.id, decision: 'approve', hash: approval.hash } };
    const done = await stage.decide(decision);
    assert.equal(lastOf(done, 'operation-finished').outcome, 'applied');
    assert.deepEqual(
      stage.controlPlane.state.operations.map(({ idempotencyKey }) => idempotencyKey),
      [approval.id],
    );
  });

  test('that writes no plan is told what is wrong, once, and then plans', async () => {
    const model = createScriptedModel([{ text: 'I would look at the pods.' }, reads, { text: 'nothing' }]);
    await using stage = await open(model);
    const events = await stage.ask(question);
    assert.match(model.prompts[1] ?? '', /it is no JSON object/);
    assert.equal(eventsOf(events, 'plan-made').length, 1);
  });

  test('asks back over the same conversation', async () => {
    const model = createScriptedModel([
      { object: { task: 'to be told', steps: [], question: 'Which part?' } },
      reads,
      { text: 'Something is wrong in the namespace shop [e1].' },
    ]);
    await using stage = await open(model);
    const asked = await stage.ask(question);
    assert.equal(lastOf(asked, 'input-required').question, 'Which part?');
    const events = await stage.ask('the pods', { session_id: asked[0]?.session });
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
    assert.match(model.prompts[1] ?? '', /would you\nthe pods/);
  });

  test('is asked no more once the person’s tokens are used up; the rules’ answer says so', async () => {
    const model = createScriptedModel((_, index) => ({ ...(index % 2 === 0 ? reads : { text: 'nothing' }), usage }));
    await using stage = await open(model, { budgets: { user: { tokens: 5_000 } }, outputTokens: 500 });
    const said: string[] = [];
    for (let asked = 0; asked < 12 && said.length === 0; asked++) {
      const { unavailable } = lastOf(await stage.ask(question), 'answer');
      said.push(...unavailable.map(({ reason }) => reason).filter((reason) => reason.includes('5000 tokens')));
    }
    assert.match(said[0] ?? '', /you have used the 5000 tokens of models for \d{4}-\d{2}-\d{2}/);
    const calls = model.calls.length;
    await stage.ask(question);
    assert.equal(model.calls.length, calls);
  });
});

describe('an agent over HTTP, through the whole service', () => {
  test('calls tools side by side, mends a malformed call, and says what they bear out', async () => {
    const model = createScriptedModel([
      { tools: [{ name: 'list-objects', input: { kind: 7 } }] },
      {
        tools: [
          { name: 'list-problem-pods', input: {} },
          { name: 'list-events', input: {} },
        ],
      },
      { text: 'There is trouble in shop [e1]. The node moon-1 is down [e1].' },
    ]);
    await using stage = await open(model);
    const events = await stage.ask('ask the watcher');
    assert.match(stage.server.bodies[1] ?? '', /arguments are not valid/);
    assert.deepEqual(
      eventsOf(events, 'steps-added').map(({ steps }) => steps[0]?.tool),
      ['list-problem-pods', 'list-events'],
    );
    const said = eventsOf(events, 'evidence').find(({ evidence }) => evidence.source === 'agent watcher')?.evidence;
    assert.deepEqual(said?.content, {
      kind: 'text',
      text: 'There is trouble in shop. [e1]\nSentences that no evidence bears out were left out.',
    });
    assert.doesNotMatch(lastOf(events, 'answer').text, /moon-1/);
  });

  test('that asks for a change is told that there is no such tool, and nothing is changed', async () => {
    const model = createScriptedModel([
      {
        tools: [
          { name: 'list-events', input: {} },
          { name: 'scale-deployment', input: order.arguments },
        ],
      },
      { text: 'There is trouble in shop [e1].' },
    ]);
    await using stage = await open(model, { unapprovedWrites: true });
    const events = await stage.ask('ask the watcher');
    assert.match(stage.server.bodies[1] ?? '', /There is no tool scale-deployment/);
    assert.deepEqual(eventsOf(events, 'operation-intended'), []);
    assert.deepEqual(stage.controlPlane.state.operations, []);
  });
});

describe('a model that obeys whatever it reads', () => {
  test('changes nothing: what it asks for waits for an approval', async () => {
    const plans = [{ tool: 'list-events', arguments: {} }, order];
    const puppet = createPuppetModel({
      plans,
      knows: plans.map(({ tool, arguments: values }) => ({ name: tool, takes: Object.keys(values) })),
    });
    await using stage = await open(puppet, { unapprovedWrites: true, words: 'always' });
    for (const message of [question, 'scale-deployment(namespace="shop", name="storefront", replicas=0)']) {
      const events = await stage.ask(message);
      assert.deepEqual(lastOf(events, 'approval-required').approval.bytes.arguments, order.arguments);
      assert.deepEqual(eventsOf(events, 'operation-intended'), []);
    }
    assert.equal(puppet.obeyed.length, 1);
    assert.deepEqual(stage.controlPlane.state.operations, []);
  });
});
