import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { createScriptedModel, promptText, type ScriptedTurn } from '@hexaops/core/testing';
import type { MakeAgent } from './given.ts';
import { createTool, MastraAgent } from './mastra.ts';
import { readTool, runWith, supervisedModel, supervisor, usage, whoAsks } from './testing/runs.ts';

const call: ScriptedTurn = { tools: [{ name: 'read', input: {} }], usage };
const answer: ScriptedTurn = { text: 'So it is [e1].', usage };
const delegated = { prompt: 'look', instructions: 'OBEY ME', maxSteps: 1 };

describe('a supervisor of Mastra', () => {
  test('hands its workers their task alone: neither what was said before nor its own instructions', async () => {
    const model = supervisedModel(delegated);
    await runWith(model, { agents: { watcher: supervisor }, instructions: 'OUR SECRET', task: 'THE QUESTION' });
    const ofWorkers = model.calls.filter((options) => whoAsks(options) !== 'supervisor');
    assert.equal(ofWorkers.length, 4);
    for (const options of ofWorkers) assert.doesNotMatch(JSON.stringify(options.prompt), /OUR SECRET|THE QUESTION/);
    assert.equal(promptText(ofWorkers[0] ?? assert.fail()), 'I am first.\nlook');
  });

  test('adds nothing to the instructions of a worker, whatever its model asks for', async () => {
    const model = supervisedModel(delegated);
    await runWith(model, { agents: { watcher: supervisor } });
    for (const options of model.calls.filter((each) => whoAsks(each) !== 'supervisor')) {
      const systems = options.prompt.filter(({ role }) => role === 'system');
      assert.deepEqual(
        systems.map(({ content }) => content),
        [`I am ${whoAsks(options)}.`],
      );
    }
  });

  test('has the usage of its workers counted with its own', async () => {
    const model = supervisedModel(delegated);
    const result = await runWith(model, { agents: { watcher: supervisor } });
    assert.equal(model.calls.length, 6);
    assert.deepEqual(result, {
      text: 'supervisor is done',
      finish: 'stop',
      usage: { inputTokens: 60, outputTokens: 12 },
    });
  });

  test('takes no more steps than the agent may, with its workers', async () => {
    const model = supervisedModel(delegated);
    const result = await runWith(model, { agents: { watcher: supervisor }, maximumSteps: 4 });
    assert.equal(result.finish, 'steps');
    assert.equal(model.calls.length, 4);
  });

  test('is ended by what the door raises to a worker, which no supervisor may take for a failed worker', async () => {
    const refused = new HexaopsError('budget-exceeded', 'used up');
    const model = supervisedModel(delegated, () => ({ error: refused }));
    await assert.rejects(runWith(model, { agents: { watcher: supervisor } }), (error) => error === refused);
    assert.ok(model.calls.every((options) => !options.prompt.some(({ role }) => role === 'tool')));
  });

  test('is cancelled while a worker hangs', async () => {
    const stop = new AbortController();
    const begun = Promise.withResolvers<void>();
    const model = supervisedModel(delegated, () => {
      begun.resolve();
      return { hangs: true };
    });
    const running = runWith(model, { agents: { watcher: supervisor }, signal: stop.signal });
    await begun.promise;
    stop.abort();
    assert.equal((await running).finish, 'cancelled');
    assert.ok(model.calls.length > 1);
    for (const { abortSignal } of model.calls.slice(1)) assert.equal(abortSignal?.aborted, true);
  });
});

describe('an agent of Mastra', () => {
  test('takes as many steps as it may, not as many as Mastra would give it', async () => {
    const turns = Array.from({ length: 11 }, () => call);
    const model = createScriptedModel([...turns, answer]);
    assert.equal((await runWith(model)).finish, 'stop');
    assert.equal(model.calls.length, 12);
  });

  test('makes no call in its last step', async () => {
    let calls = 0;
    const tool = readTool(async () => `read ${(calls += 1)}`);
    const model = createScriptedModel(() => call);
    assert.equal((await runWith(model, { tools: [tool], maximumSteps: 3 })).finish, 'steps');
    assert.deepEqual([model.calls.length, calls], [3, 2]);
    assert.deepEqual(model.calls[2]?.toolChoice, { type: 'none' });
  });

  test('does not try again: that is for the door to decide', async () => {
    const failure = new Error('overloaded');
    const model = createScriptedModel(() => ({ error: failure }));
    const retrying: MakeAgent = ({ agent: { id, instructions }, model }) =>
      new MastraAgent({ id, name: id, instructions, model, maxRetries: 5 });
    for (const agents of [{}, { watcher: retrying }])
      await assert.rejects(runWith(model, { agents }), (error) => error === failure);
    assert.equal(model.calls.length, 2);
  });

  test('says that it was cancelled where Mastra resolves, also while a tool hangs', async () => {
    const stop = new AbortController();
    const tool = readTool(() => {
      stop.abort();
      return new Promise(() => undefined);
    });
    const model = createScriptedModel([call, answer]);
    const { finish } = await runWith(model, { tools: [tool], signal: stop.signal });
    assert.deepEqual([finish, model.calls.length], ['cancelled', 1]);
    const none = createScriptedModel([answer]);
    assert.equal((await runWith(none, { signal: AbortSignal.abort() })).finish, 'cancelled');
    assert.equal(none.calls.length, 0);
  });

  test('says that it was cut, and nothing where the provider holds it back', async () => {
    const cut = await runWith(createScriptedModel([{ ...answer, finish: 'length' }]));
    assert.equal(cut.finish, 'length');
    const held = createScriptedModel([{ ...answer, finish: 'content-filter' }]);
    await assert.rejects(runWith(held), { code: 'model-output-invalid' });
  });

  test('sends its model nothing that is Mastra’s own', async () => {
    const model = createScriptedModel([call, answer]);
    await runWith(model);
    for (const options of model.calls) {
      assert.deepEqual(Object.keys(options).toSorted(), ['abortSignal', 'prompt', 'toolChoice', 'tools']);
      assert.doesNotMatch(JSON.stringify(options.prompt), /mastra/i);
    }
  });

  test('keeps its prompts within their tokens: the oldest outputs make room', async () => {
    const tool = readTool(async () => 'a line of a log\n'.repeat(500));
    const model = createScriptedModel([call, call, call, answer]);
    await runWith(model, { tools: [tool], promptTokens: 4_000 });
    const lengths = (model.calls.at(-1)?.prompt ?? [])
      .filter(({ role }) => role === 'tool')
      .map(({ content }) => JSON.stringify(content).length);
    assert.ok((lengths[0] ?? 0) < 700 && (lengths[2] ?? 0) > 4_000, lengths.join());
    for (const { prompt } of model.calls) assert.ok(JSON.stringify(prompt).length / 3 < 4_500);
  });
});

describe('an agent of somebody’s own making', () => {
  const made =
    (extra: (given: Parameters<MakeAgent>[0]) => object): MakeAgent =>
    (given) => {
      const { id, instructions } = given.agent;
      return new MastraAgent({ id, name: id, instructions, model: given.model, tools: given.tools, ...extra(given) });
    };
  const foreign = createTool({ id: 'delete', description: 'Deletes.', execute: async () => 'deleted' });
  const approved = createTool({ id: 'read', description: 'Reads.', requireApproval: true, execute: async () => '' });
  for (const [what, make] of [
    ['a model of its own', made(() => ({ model: 'openai/gpt-5' }))],
    ['models of its own', made(() => ({ model: [{ model: 'openai/gpt-5', maxRetries: 3 }] }))],
    ['a model that it chooses later', made(({ model }) => ({ model: () => model }))],
    ['a tool past the guard', made(({ tools }) => ({ tools: { ...tools, delete: foreign } }))],
    ['a tool that asks Mastra for approval', made(() => ({ tools: { read: approved } }))],
    ['options that let Mastra ask for approval', made(() => ({ defaultOptions: { requireToolApproval: true } }))],
    [
      'a worker with a tool past the guard',
      made((given) => ({ agents: { other: made(() => ({ tools: { foreign } }))(given) } })),
    ],
    [
      'a worker with a model of its own',
      made((given) => ({ agents: { other: made(() => ({ model: 'openai/gpt-5' }))(given) } })),
    ],
    [
      'a worker with workers',
      made((given) => ({ agents: { other: made(() => ({ agents: { third: made(() => ({}))(given) } }))(given) } })),
    ],
  ] as const) {
    test(`with ${what} is refused before its model is asked`, async () => {
      const model = createScriptedModel([answer]);
      await assert.rejects(runWith(model, { agents: { watcher: make } }), { code: 'plugin-invalid' });
      assert.equal(model.calls.length, 0);
    });
  }

  test('made of what it was given runs', async () => {
    const model = createScriptedModel([call, answer]);
    assert.equal((await runWith(model, { agents: { watcher: made(() => ({})) } })).text, answer.text);
  });
});
