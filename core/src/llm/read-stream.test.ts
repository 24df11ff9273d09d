import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { readStream } from './read-stream.ts';

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 1, text: 1, reasoning: undefined },
};
const text = (delta: string): LanguageModelV4StreamPart => ({ type: 'text-delta', id: '1', delta });
const start: readonly LanguageModelV4StreamPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'response-metadata', id: 'r' },
  { type: 'text-start', id: '1' },
];
const finish: LanguageModelV4StreamPart = { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage };
/** Milliseconds that no test waits for. */
const forever = 60_000_000;

interface Fake {
  readonly model: LanguageModelV4;
  /** Aborted where the model's server would see its call end. */
  signal(): AbortSignal;
  /** The stream was given up. */
  readonly cancelled: Promise<unknown>;
}

/** A model that writes parts, and then is silent. */
function modelOf(parts: readonly LanguageModelV4StreamPart[]): Fake {
  const cancelled = Promise.withResolvers<unknown>();
  let signal: AbortSignal | undefined;
  const model: LanguageModelV4 = {
    specificationVersion: 'v4',
    provider: 'test',
    modelId: 'm',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('a call of the door streams')),
    doStream: async ({ abortSignal }) => {
      signal = abortSignal;
      return {
        stream: new ReadableStream<LanguageModelV4StreamPart>({
          start(controller) {
            for (const part of parts) controller.enqueue(part);
            if (parts.at(-1)?.type === 'finish') controller.close();
          },
          cancel: (reason) => cancelled.resolve(reason),
        }),
      };
    },
  };
  return {
    model,
    signal() {
      assert.ok(signal !== undefined);
      return signal;
    },
    cancelled: cancelled.promise,
  };
}

function read({ model }: Fake, first: number, idle: number, signal = new AbortController().signal) {
  const patience = { firstChunkMilliseconds: first, idleMilliseconds: idle };
  return readStream(model, { prompt: [] }, { name: 'test/m', patience, signal });
}

describe('what a model writes', () => {
  test('is put together from its pieces', async () => {
    const call: LanguageModelV4StreamPart = { type: 'tool-call', toolCallId: 'c', toolName: 'look', input: '{}' };
    const { content, finishReason } = await read(
      modelOf([...start, text('all '), text('well'), { type: 'text-end', id: '1' }, call, finish]),
      forever,
      forever,
    );
    assert.deepEqual(content, [{ type: 'text', text: 'all well' }, call]);
    assert.equal(finishReason.unified, 'stop');
  });

  test('keeps what a model needs back: the signature of what it has thought', async () => {
    const signature = { anthropic: { signature: 'abc' } };
    const { content } = await read(
      modelOf([
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'hm' },
        { type: 'reasoning-end', id: 'r', providerMetadata: signature },
        finish,
      ]),
      forever,
      forever,
    );
    assert.deepEqual(content, [{ type: 'reasoning', text: 'hm', providerMetadata: signature }]);
  });

  test('is heard as it comes: the first text alone, with which the whole begins whatever the order of its pieces', async () => {
    const other = (delta: string): LanguageModelV4StreamPart => ({ type: 'text-delta', id: '2', delta });
    const thought: LanguageModelV4StreamPart = { type: 'reasoning-delta', id: '1', delta: 'hm' };
    const { model } = modelOf([...start, thought, text('All '), other('And more.'), text('is well. '), finish]);
    const heard: string[] = [];
    const result = await readStream(
      model,
      { prompt: [] },
      {
        name: 'm',
        patience: { firstChunkMilliseconds: forever, idleMilliseconds: forever },
        signal: new AbortController().signal,
        hear: (piece) => heard.push(piece),
      },
    );
    assert.deepEqual(heard, ['All ', 'is well. ']);
    const whole = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    assert.equal(whole, 'All is well. And more.');
  });

  test('is nothing where the model falls silent after it has begun: its call is ended', async () => {
    const fake = modelOf([...start, text('all ')]);
    await assert.rejects(read(fake, forever, 20), { code: 'model-unavailable', message: /silent for 20 ms/ });
    assert.equal(fake.signal().aborted, true);
    await fake.cancelled;
  });

  test('is nothing where it never begins: signs of life are no beginning', async () => {
    const fake = modelOf([...start, { type: 'ping' }, { type: 'reasoning-start', id: 'r' }]);
    await assert.rejects(read(fake, 20, forever), { code: 'model-unavailable', message: /silent for 20 ms/ });
    assert.equal(fake.signal().aborted, true);
  });

  test('is nothing where there is no answer at all', async () => {
    let signal: AbortSignal | undefined;
    const model: LanguageModelV4 = {
      ...modelOf([]).model,
      doStream: ({ abortSignal }) => {
        signal = abortSignal;
        return new Promise<never>(() => undefined);
      },
    };
    const fake: Fake = { ...modelOf([]), model };
    await assert.rejects(read(fake, 20, forever), { code: 'model-unavailable' });
    assert.equal(signal?.aborted, true);
  });

  test('is nothing where the stream breaks off, says that it failed, or ends without its end', async () => {
    const other: LanguageModelV4StreamPart = { ...finish, finishReason: { unified: 'other', raw: undefined } };
    for (const parts of [
      [...start, text('all '), { type: 'error' as const, error: new Error('no') }],
      [...start, text('all '), other],
    ]) {
      const fake = modelOf(parts);
      await assert.rejects(read(fake, forever, forever));
      assert.equal(fake.signal().aborted, true);
    }
    const model: LanguageModelV4 = {
      ...modelOf([]).model,
      doStream: async () => ({ stream: ReadableStream.from([...start, text('all ')]) }),
    };
    await assert.rejects(read({ ...modelOf([]), model }, forever, forever), { code: 'model-unavailable' });
  });

  test('ends with its signal', async () => {
    const fake = modelOf([...start, text('all ')]);
    const stop = new AbortController();
    const reading = read(fake, forever, forever, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(reading, /enough/);
    assert.equal(fake.signal().aborted, true);
  });

  test('is nothing where it has no end, though nobody is silent: neither text, nor thoughts, nor arguments of a call', async () => {
    const much = 'again and again '.repeat(4_096);
    const ways: readonly LanguageModelV4StreamPart[] = [
      text(much),
      { type: 'reasoning-delta', id: 'r', delta: much },
      { type: 'tool-input-delta', id: 't', delta: much },
    ];
    for (const part of ways) {
      const given = { count: 0 };
      const model: LanguageModelV4 = {
        ...modelOf([]).model,
        doStream: async () => ({
          stream: new ReadableStream<LanguageModelV4StreamPart>({
            pull(controller) {
              given.count += 1;
              controller.enqueue(part);
            },
          }),
        }),
      };
      await assert.rejects(read({ ...modelOf([]), model }, forever, forever), { code: 'model-output-invalid' });
      assert.ok(given.count < 10, `${given.count} pieces were read`);
    }
  });

  test('is without what the model prints as its thoughts, wherever that was cut', async () => {
    const pieces = ['<th', 'ink>It is 17 [e1]. </th', 'ink>', 'It is', ' well.'];
    const { content } = await read(modelOf([...start, ...pieces.map(text), finish]), forever, forever);
    assert.deepEqual(content, [{ type: 'text', text: 'It is well.' }]);
  });
});
