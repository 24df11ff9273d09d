import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { APICallError, type LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Agent } from '../../extension/agent.ts';
import type { BoundTool } from '../../extension/engine.ts';
import { estimateTokens } from '../../llm/tokens.ts';
import { agentEngineChecks } from '../../testing/conformance/agent-engine.ts';
import { runChecks } from '../../testing/conformance/check.ts';
import { compileSchema } from '../../schema/compile.ts';
import { createScriptedModel, type RecordingModel, type ScriptedTurn } from '../../testing/scripted-model.ts';
import { plainLoop } from './plain-loop.ts';

const agent: Agent = {
  id: 'log-reader',
  description: 'Reads logs.',
  instructions: 'Look.',
  tools: [],
  maximumSteps: 5,
};

/** A tool that says what it was asked for. */
function readLogs(call = async (input: unknown) => `logs of ${JSON.stringify(input)}`): BoundTool {
  const input = {
    type: 'object',
    additionalProperties: false,
    required: ['pod'],
    properties: { pod: { type: 'string' } },
  } as const;
  return { name: 'read-logs', description: 'Reads the logs of a pod.', input, call, problems: compileSchema(input) };
}

interface Given {
  readonly tools?: readonly BoundTool[];
  readonly promptTokens?: number;
  readonly maximumSteps?: number;
  readonly signal?: AbortSignal;
}

function run(model: RecordingModel, given: Given = {}) {
  const { tools = [readLogs()], promptTokens = 8_000, maximumSteps = 5, signal = new AbortController().signal } = given;
  return plainLoop.run({ agent: { ...agent, maximumSteps }, task: 'why?', model, tools, promptTokens, signal });
}

const call = (pod: unknown): ScriptedTurn => ({ tools: [{ name: 'read-logs', input: { pod } }] });
const answer: ScriptedTurn = { text: 'The pod is out of memory [e1].' };

/** What a model was told of its calls in the last prompt. */
function toldIn(prompt: LanguageModelV4Prompt | undefined): readonly string[] {
  return (prompt ?? []).flatMap((message) =>
    message.role === 'tool'
      ? message.content.flatMap((part) =>
          part.type === 'tool-result' && (part.output.type === 'text' || part.output.type === 'error-text')
            ? [`${part.output.type} ${part.output.value}`]
            : [],
        )
      : [],
  );
}

describe('the plain loop', () => {
  test('tells a model that prints a call of a tool which there is not, and lets it mend that', async () => {
    for (const text of [
      '{"name": "get_pod_logs", "arguments": {"pod": "a-1"}}',
      '```json\n{"action": "get_pod_logs", "arguments": {}}\n```',
      '<tool_call>{"name": "get_pod_logs", "arguments": {"pod": "a-1"}}</tool_call>',
    ]) {
      const model = createScriptedModel([
        { text },
        { text: '{"action": "read-logs", "arguments": {"pod": "a-1"}}' },
        { text: '{"action": "answer", "arguments": {"answer": "It is out of memory [e1]."}}' },
      ]);
      assert.equal((await run(model)).text, 'It is out of memory [e1].');
      assert.match(model.prompts[1] ?? '', /There is no tool get_pod_logs\. There are: read-logs\./);
      assert.match(model.prompts[2] ?? '', /logs of \{"pod":"a-1"\}/);
    }
  });

  test('takes what only looks like a call, within an answer, for words', async () => {
    const text = 'The event says {"name": "checkout", "input": "x"} [e1].';
    assert.equal((await run(createScriptedModel([{ text }]))).text, text);
  });

  test('keeps its prompts short, however long the arguments of calls are', async () => {
    const pod = 'a'.repeat(6_000);
    const model = createScriptedModel([call(pod), call(`${pod}b`), call(`${pod}c`), answer]);
    await run(model, { promptTokens: 3_000 });
    for (const { prompt } of model.calls) assert.ok(estimateTokens(JSON.stringify(prompt)) < 3_500);
    assert.match(JSON.stringify(model.calls.at(-1)?.prompt), /the arguments were left out/);
  });

  runChecks(
    agentEngineChecks(() => plainLoop),
    test,
  );

  test('gives what the model says where it calls nothing', async () => {
    const model = createScriptedModel([{ ...answer, usage: { input: 7, output: 3 } }]);
    assert.deepEqual(await run(model), {
      text: 'The pod is out of memory [e1].',
      finish: 'stop',
      usage: { inputTokens: 7, outputTokens: 3 },
    });
  });

  test('makes the calls of a turn side by side, shows what came of each, and sums the usage', async () => {
    const started: string[] = [];
    const all = Promise.withResolvers<void>();
    const tool = readLogs(async (input) => {
      started.push(JSON.stringify(input));
      if (started.length === 2) all.resolve();
      await all.promise;
      return `logs of ${JSON.stringify(input)}`;
    });
    const usage = { input: 10, output: 1 };
    const both: ScriptedTurn = { tools: [...(call('a').tools ?? []), ...(call('b').tools ?? [])], usage };
    const model = createScriptedModel([both, { ...answer, usage }]);
    const result = await run(model, { tools: [tool] });
    assert.deepEqual(toldIn(model.calls[1]?.prompt), ['text logs of {"pod":"a"}', 'text logs of {"pod":"b"}']);
    assert.deepEqual(result.usage, { inputTokens: 20, outputTokens: 2 });
  });

  test('lets the model mend a call once, and tells it what is wrong', async () => {
    for (const [turn, said] of [
      [call(3), /^error-text The arguments are not valid: .*pod/],
      [{ tools: [{ name: 'reed-logs', input: {} }] }, /^error-text There is no tool reed-logs. There are: read-logs/],
    ] as const) {
      const model = createScriptedModel([turn, call('a'), answer]);
      assert.equal((await run(model)).finish, 'stop');
      assert.match(toldIn(model.calls[1]?.prompt)[0] ?? '', said);
    }
  });

  test('ends where the model mends nothing', async () => {
    const model = createScriptedModel(() => call(3));
    await assert.rejects(run(model), { code: 'model-output-invalid' });
    assert.equal(model.calls.length, 2);
  });

  test('takes a call that the model prints for a call, and holds it to a form from then on', async () => {
    for (const printed of [
      '{"name": "read-logs", "parameters": {"pod": "a"}}',
      'I will look:\n```json\n{"tool": "read-logs", "arguments": {"pod": "a"}}\n```',
      '<tool_call>{"name": "read-logs", "arguments": "{\\"pod\\": \\"a\\"}"}</tool_call>',
      '[{"type": "function", "function": {"name": "read-logs", "arguments": {"pod": "a"}}}]',
    ]) {
      const model = createScriptedModel([
        { text: printed },
        { object: { action: 'answer', answer: 'So it is [e1].' } },
      ]);
      assert.equal((await run(model)).text, 'So it is [e1].', printed);
      const [, second] = model.calls;
      assert.equal(second?.responseFormat?.type, 'json');
      assert.equal(second?.tools, undefined);
      assert.match(JSON.stringify(second?.prompt), /logs of/);
    }
  });

  test('takes JSON that calls nothing for what it is', async () => {
    const text = 'The config is {"name": "checkout", "replicas": 2} [e1].';
    assert.equal((await run(createScriptedModel([{ text }]))).text, text);
  });

  test('chooses by a form where the model has no tool calls', async () => {
    const refusal = new APICallError({
      message: 'refused',
      url: 'http://node',
      requestBodyValues: {},
      statusCode: 400,
      responseBody: '{"error":"registry.ollama.ai/library/gemma2:2b does not support tools"}',
    });
    const model = createScriptedModel([
      { error: refusal },
      { object: { action: 'read-logs', arguments: { pod: 'a' } } },
      { object: { action: 'answer', answer: 'So it is [e1].' } },
    ]);
    assert.equal((await run(model)).text, 'So it is [e1].');
    assert.match(JSON.stringify(model.calls[2]?.prompt), /logs of .*pod.*a/);
  });

  test('takes no call in the last step', async () => {
    const model = createScriptedModel(() => call('a'));
    const result = await run(model, { maximumSteps: 2 });
    assert.equal(result.finish, 'steps');
    assert.equal(model.calls.length, 2);
    assert.deepEqual(model.calls[1]?.toolChoice, { type: 'none' });
  });

  test('keeps its prompts within their tokens: the oldest outputs make room', async () => {
    const tool = readLogs(async (input) => `of ${JSON.stringify(input)}\n${'a line of a log\n'.repeat(500)}`);
    const pods = ['a', 'b', 'c', 'd'];
    const model = createScriptedModel([...pods.map(call), answer]);
    await run(model, { tools: [tool], promptTokens: 4_000 });
    for (const { prompt } of model.calls) assert.ok(estimateTokens(JSON.stringify(prompt)) < 5_500);
    const told = toldIn(model.calls.at(-1)?.prompt);
    assert.equal(told.length, 4);
    assert.ok((told[0]?.length ?? 0) < 400 && (told[3]?.length ?? 0) > 4_000);
    assert.match(told[0] ?? '', /the rest was left out/);
  });

  test('ends with its signal, whatever is under way', async () => {
    const stop = new AbortController();
    const hanging = createScriptedModel([{ hangs: true }]);
    const running = run(hanging, { signal: stop.signal });
    stop.abort();
    assert.equal((await running).finish, 'cancelled');
    const inCall = new AbortController();
    const tool = readLogs(async () => {
      inCall.abort();
      return 'too late';
    });
    const model = createScriptedModel([call('a'), answer]);
    assert.equal((await run(model, { tools: [tool], signal: inCall.signal })).finish, 'cancelled');
    assert.equal(model.calls.length, 1);
  });

  test('says that it was cut, and nothing where the provider holds it back', async () => {
    const cut = await run(createScriptedModel([{ ...answer, finish: 'length' }]));
    assert.equal(cut.finish, 'length');
    await assert.rejects(run(createScriptedModel([{ ...answer, finish: 'content-filter' }])), {
      code: 'model-output-invalid',
    });
  });
});
