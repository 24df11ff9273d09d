import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelExchange } from '@hexaops/core';
import type { Observation, Trace } from '../trace/observation.ts';
import { genAiNaming } from './gen-ai.ts';

const settings = { content: 'redacted', contentLength: 2_000, environment: 'test' } as const;
const prompt: ModelExchange['prompt'] = [
  { role: 'system', content: 'Answer from what was read.' },
  { role: 'user', content: [{ type: 'text', text: 'what is wrong? password: hunter2-hunter2' }] },
  {
    role: 'assistant',
    content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'look', input: { name: 'checkout' } }],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: 'c1',
        toolName: 'look',
        output: { type: 'text', value: 'token=abcdefgh1234' },
      },
    ],
  },
];
const model = { name: 'house/group/m:8b', inputTokens: 7, outputTokens: 2, prompt, finishReason: 'tool-calls' };
const generation: Observation = {
  id: 'model/4',
  type: 'generation',
  name: 'plan',
  start: 1,
  end: 2,
  output: 'so',
  model,
};
const trace: Trace = {
  run: 'r1',
  session: 's1',
  user: 'alice',
  workspace: 'w1',
  firstSequence: 1,
  observations: [generation],
};

function told(observation: Observation, key: string, length: number = settings.contentLength): unknown {
  const value = genAiNaming.attributes(observation, trace, { ...settings, contentLength: length })[key];
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
}

describe('a trace by the GenAI conventions', () => {
  test('names spans by the operation and what it is of', () => {
    const named = (rest: Partial<Observation>) => genAiNaming.spanName({ ...generation, ...rest });
    assert.equal(named({}), 'chat group/m:8b');
    assert.equal(named({ type: 'agent', name: 'orchestrator' }), 'invoke_agent orchestrator');
    assert.equal(named({ type: 'tool', name: 'look' }), 'execute_tool look');
    assert.equal(named({ type: 'event', name: 'rule r' }), 'rule r');
  });

  test('keeps the roles of a prompt, its calls of tools and their results, without secrets', () => {
    assert.deepEqual(told(generation, 'gen_ai.input.messages'), [
      { role: 'system', parts: [{ type: 'text', content: 'Answer from what was read.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'what is wrong? password: [redacted]' }] },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'look', arguments: '{"name":"checkout"}' }] },
      {
        role: 'tool',
        parts: [{ type: 'tool_call_response', id: 'c1', response: '{"type":"text","value":"token=[redacted]"}' }],
      },
    ]);
  });

  test('says why each output has ended', () => {
    const ended = (rest: Partial<Observation>) => {
      const observation = { ...generation, ...rest };
      const [message] = told(observation, 'gen_ai.output.messages') as readonly { readonly finish_reason: string }[];
      assert.deepEqual(told(observation, 'gen_ai.response.finish_reasons'), [message?.finish_reason]);
      return message?.finish_reason;
    };
    assert.equal(ended({}), 'tool_call');
    assert.equal(ended({ model: { ...model, finishReason: 'length' } }), 'length');
    assert.equal(ended({ model: { ...model, finishReason: 'content-filter' } }), 'content_filter');
    assert.equal(ended({ model: { name: 'house/m', inputTokens: 1, outputTokens: 1 } }), 'stop');
    assert.equal(ended({ problem: { level: 'ERROR', message: 'it broke' } }), 'error');
    const { model: _none, ...agent } = { ...generation, type: 'agent' as const };
    assert.deepEqual(told(agent, 'gen_ai.output.messages'), [
      { role: 'assistant', finish_reason: 'stop', parts: [{ type: 'text', content: 'so' }] },
    ]);
  });

  test('gives all messages of a prompt together the room of one text, and short ones are whole', () => {
    const long = { role: 'user' as const, content: [{ type: 'text' as const, text: 'x'.repeat(50_000) }] };
    const many = { ...generation, model: { ...model, prompt: [...prompt, long, long] } };
    const messages = told(many, 'gen_ai.input.messages', 4_000) as readonly {
      readonly parts: readonly { readonly content?: string }[];
    }[];
    const lengths = messages.flatMap(({ parts }) => parts.map(({ content = '' }) => content.length));
    assert.equal(messages[0]?.parts[0]?.content, 'Answer from what was read.');
    assert.ok(lengths.reduce((sum, length) => sum + length, 0) < 4_100, lengths.join());
    assert.ok(lengths.at(-1) !== 0 && lengths.at(-1) === lengths.at(-2));
  });

  test('has no message where no content is wanted, and why it ended all the same', () => {
    const attributes = genAiNaming.attributes(generation, trace, { ...settings, content: 'none' });
    assert.equal(attributes['gen_ai.input.messages'], undefined);
    assert.equal(attributes['gen_ai.output.messages'], undefined);
    assert.deepEqual(attributes['gen_ai.response.finish_reasons'], ['tool_call']);
  });
});
