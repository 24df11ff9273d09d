import { HexaopsError } from '../../errors.ts';
import type { Agent } from '../../extension/agent.ts';
import type { AgentEngine, BoundTool } from '../../extension/engine.ts';
import { compileSchema } from '../../schema/compile.ts';
import { createScriptedModel, promptText, type RecordingModel, type ScriptedTurn } from '../scripted-model.ts';
import { assert, type Check } from './check.ts';

const agent: Agent = {
  id: 'reader',
  description: 'Reads logs.',
  instructions: 'You read the logs of pods.',
  tools: ['read-logs'],
  maximumSteps: 4,
};
const task = 'why does checkout restart?';
const usage = { input: 10, output: 2 };
const answer: ScriptedTurn = { text: 'It is out of memory [e1].', usage };
const call = (pod: unknown): ScriptedTurn => ({ tools: [{ name: 'read-logs', input: { pod } }], usage });

interface Called {
  readonly tool: BoundTool;
  readonly inputs: readonly unknown[];
}

function readLogs(read = async (input: unknown) => `logs of ${JSON.stringify(input)}`): Called {
  const inputs: unknown[] = [];
  const input = {
    type: 'object',
    additionalProperties: false,
    required: ['pod'],
    properties: { pod: { type: 'string' } },
  } as const;
  const problems = compileSchema(input);
  const tool: BoundTool = {
    name: 'read-logs',
    description: 'Reads the logs of a pod.',
    input,
    problems,
    async call(given) {
      const wrong = problems(given);
      if (wrong.length > 0) return `The arguments are not valid: ${wrong.join('; ')}.`;
      inputs.push(given);
      return read(given);
    },
  };
  return { tool, inputs };
}

/** What an engine of agents must do, whatever framework it is made of. `create` gives a new one for each check. */
export function agentEngineChecks(create: () => AgentEngine): readonly Check[] {
  const run = (model: RecordingModel, { tool }: Called = readLogs(), signal = new AbortController().signal) =>
    create().run({ agent, task, model, tools: [tool], promptTokens: 8_000, signal });
  return [
    {
      name: 'gives the model the agent’s instructions and its task, and nothing of its own',
      async run() {
        const model = createScriptedModel([answer]);
        const { text, finish } = await run(model);
        assert.deepEqual([text, finish], [answer.text, 'stop']);
        const roles = model.calls[0]?.prompt.map(({ role }) => role);
        assert.deepEqual(roles, ['system', 'user']);
        assert.equal(model.prompts[0], `${agent.instructions}\n${task}`);
      },
    },
    {
      name: 'calls the tools that the model asks for, shows it what came of each, and sums what was spent',
      async run() {
        const called = readLogs();
        const both: ScriptedTurn = { tools: [...(call('a').tools ?? []), ...(call('b').tools ?? [])], usage };
        const model = createScriptedModel([both, answer]);
        const result = await run(model, called);
        assert.deepEqual(called.inputs, [{ pod: 'a' }, { pod: 'b' }]);
        for (const pod of ['a', 'b']) assert.ok(model.prompts[1]?.includes(`logs of {"pod":"${pod}"}`));
        assert.deepEqual(result.usage, { inputTokens: 20, outputTokens: 4 });
      },
    },
    {
      name: 'makes the calls of one turn side by side',
      async run() {
        const both = Promise.withResolvers<void>();
        let started = 0;
        const called = readLogs(async () => {
          if (++started === 2) both.resolve();
          await both.promise;
          return 'read';
        });
        const turn: ScriptedTurn = { tools: [...(call('a').tools ?? []), ...(call('b').tools ?? [])], usage };
        assert.equal((await run(createScriptedModel([turn, answer]), called)).finish, 'stop');
      },
    },
    {
      name: 'tells the model what is wrong with a call, and lets it mend it',
      async run() {
        const called = readLogs();
        const model = createScriptedModel([call(7), call('a'), answer]);
        assert.equal((await run(model, called)).finish, 'stop');
        assert.deepEqual(called.inputs, [{ pod: 'a' }]);
        assert.match(JSON.stringify(model.calls[1]?.prompt), /pod/);
      },
    },
    {
      name: 'calls no tool but those it was given',
      async run() {
        const called = readLogs();
        const model = createScriptedModel([{ tools: [{ name: 'scale', input: { pod: 'a' } }], usage }, answer]);
        await run(model, called).catch(() => undefined);
        assert.deepEqual(called.inputs, []);
      },
    },
    {
      name: 'asks its model no more often than it may, and says that it was not done',
      async run() {
        const model = createScriptedModel((options) => call(`pod-${promptText(options).length}`));
        const { finish } = await run(model);
        assert.equal(finish, 'steps');
        assert.ok(model.calls.length <= agent.maximumSteps, String(model.calls.length));
      },
    },
    {
      name: 'raises what the door to the model raises, as it is',
      async run() {
        const refused = new HexaopsError('budget-exceeded', 'used up');
        await assert.rejects(run(createScriptedModel([{ error: refused }])), (error) => error === refused);
      },
    },
    {
      name: 'ends with its signal, and the call of its model with it',
      async run() {
        const stop = new AbortController();
        const model = createScriptedModel([{ hangs: true }]);
        const running = run(model, readLogs(), stop.signal);
        while (model.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
        stop.abort();
        assert.equal((await running).finish, 'cancelled');
        assert.equal(model.calls[0]?.abortSignal?.aborted, true);
      },
    },
    {
      name: 'keeps two runs apart',
      async run() {
        const engine = create();
        const models = ['a', 'b'].map((word) => createScriptedModel([call(word), { text: `said by ${word}`, usage }]));
        const results = await Promise.all(
          models.map((model, index) =>
            engine.run({
              agent,
              task: `task-${index}`,
              model,
              tools: [readLogs().tool],
              promptTokens: 8_000,
              signal: new AbortController().signal,
            }),
          ),
        );
        assert.deepEqual(
          results.map(({ text }) => text),
          ['said by a', 'said by b'],
        );
        for (const [index, model] of models.entries()) assert.ok(!model.prompts.join().includes(`task-${1 - index}`));
      },
    },
  ];
}
