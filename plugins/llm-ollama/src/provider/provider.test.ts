import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { HexaopsError, type ModelCall } from '@hexaops/core';
import { createOllamaNodes, type OllamaNodes } from '../create.ts';
import type { LlmOllamaConfig } from '../configuration.ts';
import { FakeOllama, type FakeSettings } from '../testing/index.ts';

const prompt: LanguageModelV4CallOptions['prompt'] = [
  { role: 'user', content: [{ type: 'text', text: 'Is all well?' }] },
];

async function opened(fakes: readonly FakeOllama[], config: Partial<LlmOllamaConfig> = {}): Promise<OllamaNodes> {
  const nodes = createOllamaNodes({ nodes: fakes.map(({ url }) => url), pollMilliseconds: 100, ...config });
  await nodes.start();
  return nodes;
}

function callOf(workspace: string, more: Partial<ModelCall> = {}): ModelCall {
  const deadline = Date.now() + 60_000;
  return { purpose: 'chat', workspace, session: 's', run: 'r', deadline, inputTokens: 10, ...more };
}

function node(settings: Partial<FakeSettings> = {}): Promise<FakeOllama> {
  return new FakeOllama({ parallel: 2, ...settings }).start();
}

async function textOf(stream: ReadableStream<LanguageModelV4StreamPart>): Promise<string> {
  let text = '';
  for await (const part of stream) if (part.type === 'text-delta') text += part.delta;
  return text;
}

function eventually(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!holds()) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
}

describe('a model on Ollama nodes', () => {
  test('is loaded before its first call, on a connection of its own, and answers in a stream', async () => {
    await using fake = await node();
    await using nodes = await opened([fake]);
    const { stream } = await nodes.provider.languageModel('small', callOf('shop')).doStream({ prompt });
    assert.equal(await textOf(stream), 'All is well in the shop.');
    assert.equal(fake.loads, 1);
    const [load, call] = fake.received;
    assert.equal(load?.path, '/api/generate');
    assert.equal(call?.body['keep_alive'], -1);
  });

  test('gets what it is asked for under `options`, with one context for all calls', async () => {
    await using fake = await node();
    await using nodes = await opened([fake], { contextTokens: 4096 });
    const options = { prompt, temperature: 0, maxOutputTokens: 3, topK: 5, topP: 0.5, seed: 7, stopSequences: ['END'] };
    const result = await nodes.provider.languageModel('small', callOf('shop')).doGenerate(options);
    assert.equal(result.finishReason.unified, 'length');
    const [load, call] = fake.received.map(({ body }) => body['options']);
    assert.deepEqual(load, { num_ctx: 4096 });
    assert.deepEqual(call, {
      num_ctx: 4096,
      temperature: 0,
      num_predict: 3,
      top_p: 0.5,
      top_k: 5,
      seed: 7,
      stop: ['END'],
    });
    assert.equal(fake.loads, 1, 'the call did not load the model again');
  });

  test('is given no tools where it is to call none: Ollama knows no choice of tools', async () => {
    await using fake = await node();
    await using nodes = await opened([fake]);
    const model = nodes.provider.languageModel('small', callOf('shop'));
    const tools = [{ type: 'function' as const, name: 'look', inputSchema: { type: 'object' as const } }];
    for (const type of ['auto', 'none'] as const) await model.doGenerate({ prompt, tools, toolChoice: { type } });
    const calls = fake.received.filter(({ path }) => path === '/api/chat');
    assert.deepEqual(
      calls.map(({ body }) => Array.isArray(body['tools'])),
      [true, false],
    );
  });

  test('never has more calls at a node than it has slots, and serves all that wait', async () => {
    await using fake = await node({ decode: 200 });
    await using nodes = await opened([fake], { slots: 2 });
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const { stream } = await nodes.provider.languageModel('small', callOf(`w${index % 3}`)).doStream({ prompt });
        return textOf(stream);
      }),
    );
    assert.equal(new Set(answers).size, 1);
    assert.equal(fake.mostInFlight, 2);
  });

  test('is asked on another node where one fails before its first word', async () => {
    await using bad = await node({ models: { 'small:latest': { bytes: 1 } } });
    await using good = await node();
    await using nodes = await opened([bad, good]);
    bad.trouble = { after: 0, how: 'error' };
    const texts = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { stream } = await nodes.provider.languageModel('small', callOf('shop')).doStream({ prompt });
        return textOf(stream);
      }),
    );
    assert.deepEqual(new Set(texts), new Set(['All is well in the shop.']));
    assert.ok(nodes.schedule.snapshot().counts.failedOver >= 1);
  });

  for (const how of ['end', 'cut', 'error'] as const) {
    test(`is not asked again once something was written: a stream that breaks off (${how}) fails`, async () => {
      await using fake = await node();
      await using other = await node();
      await using nodes = await opened([fake, other]);
      fake.trouble = { after: 2, how };
      other.trouble = { after: 2, how };
      const { stream } = await nodes.provider.languageModel('small', callOf('shop')).doStream({ prompt });
      await assert.rejects(textOf(stream));
      assert.equal(fake.received.length + other.received.length, 3, 'two loads and one call');
      assert.equal(
        nodes.schedule
          .snapshot()
          .nodes.flatMap(({ models }) => models)
          .reduce((sum, { inFlight }) => sum + inFlight, 0),
        0,
      );
    });
  }

  test('that falls silent in the middle is given up, and ended at its node', async () => {
    await using fake = await node();
    await using nodes = await opened([fake], { idleMilliseconds: 100 });
    fake.trouble = { after: 2, how: 'silence' };
    const { stream } = await nodes.provider.languageModel('small', callOf('shop')).doStream({ prompt });
    await assert.rejects(textOf(stream), /silent/);
    await eventually(() => fake.inFlight === 0);
    assert.equal(fake.aborted, 1);
  });

  test('that is cancelled ends at its node, and frees the slot for who waits', async () => {
    await using fake = await node({ parallel: 1 });
    await using nodes = await opened([fake], { slots: 1 });
    fake.trouble = { after: 1, how: 'silence' };
    const stop = new AbortController();
    const held = await nodes.provider
      .languageModel('small', callOf('a'))
      .doStream({ prompt, abortSignal: stop.signal });
    const waiting = nodes.provider.languageModel('small', callOf('b')).doStream({ prompt });
    await eventually(() => nodes.schedule.snapshot().waiting['interactive'] === 1);
    fake.trouble = undefined;
    stop.abort();
    await assert.rejects(textOf(held.stream));
    assert.equal(await textOf((await waiting).stream), 'All is well in the shop.');
    assert.equal(fake.aborted, 1);
  });

  test('whose reader goes away frees the slot too', async () => {
    await using fake = await node({ parallel: 1 });
    await using nodes = await opened([fake], { slots: 1 });
    fake.trouble = { after: 1, how: 'silence' };
    const { stream } = await nodes.provider.languageModel('small', callOf('a')).doStream({ prompt });
    fake.trouble = undefined;
    await stream.cancel();
    const next = await nodes.provider.languageModel('small', callOf('b')).doStream({ prompt });
    assert.equal(await textOf(next.stream), 'All is well in the shop.');
  });

  test('that nobody waits for any more while it waits is never begun', async () => {
    await using fake = await node({ parallel: 1 });
    await using nodes = await opened([fake], { slots: 1 });
    fake.trouble = { after: 1, how: 'silence' };
    const { stream } = await nodes.provider.languageModel('small', callOf('a')).doStream({ prompt });
    const stop = new AbortController();
    const waiting = nodes.provider.languageModel('small', callOf('b')).doStream({ prompt, abortSignal: stop.signal });
    stop.abort();
    await assert.rejects(Promise.resolve(waiting));
    assert.equal(nodes.schedule.snapshot().waiting['interactive'], 0);
    await stream.cancel();
    assert.equal(fake.received.length, 2, 'a load and the first call');
  });

  test('is refused, with when to ask again, where more wait than may', async () => {
    await using fake = await node({ parallel: 1 });
    await using nodes = await opened([fake], { slots: 1, maximumWaiting: 1 });
    fake.trouble = { after: 1, how: 'silence' };
    const { stream } = await nodes.provider.languageModel('small', callOf('a')).doStream({ prompt });
    const stop = new AbortController();
    const waiting = nodes.provider.languageModel('small', callOf('b')).doStream({ prompt, abortSignal: stop.signal });
    await assert.rejects(
      Promise.resolve(nodes.provider.languageModel('small', callOf('c')).doStream({ prompt })),
      (error) => {
        return HexaopsError.is(error, 'rate-limited') && Number(error.details?.['retryAfterSeconds']) >= 1;
      },
    );
    stop.abort();
    await assert.rejects(Promise.resolve(waiting));
    await stream.cancel();
  });

  test('gives several calls of tools, and what they have cost', async () => {
    const calls = [
      { name: 'read-logs', arguments: { pod: 'checkout-1' } },
      { name: 'list-events', arguments: { namespace: 'shop' } },
    ];
    await using fake = await node({ models: { 'small:latest': { bytes: 1, calls } } });
    await using nodes = await opened([fake]);
    const tools = calls.map(({ name }) => ({
      type: 'function' as const,
      name,
      inputSchema: { type: 'object' as const },
    }));
    const result = await nodes.provider.languageModel('small', callOf('shop')).doGenerate({ prompt, tools });
    const called = result.content.flatMap((part) => (part.type === 'tool-call' ? [part.toolName] : []));
    assert.deepEqual(called, ['read-logs', 'list-events']);
    assert.ok((result.usage.inputTokens.total ?? 0) > 0);
  });

  test('is not asked for long on a node that begins each answer and ends none', async () => {
    await using one = await node({ decode: 100 });
    await using other = await node({ decode: 100 });
    await using nodes = await opened([one, other]);
    const ask = async () => {
      const { stream } = await nodes.provider.languageModel('small', callOf('shop')).doStream({ prompt });
      return textOf(stream);
    };
    await ask();
    await eventually(() => nodes.schedule.snapshot().nodes.every(({ models }) => models[0]?.state === 'ready'));
    // The one that is asked where both would do.
    const [first] = nodes.schedule.snapshot().nodes;
    (first?.id === one.url ? one : other).trouble = { after: 3, how: 'error' };
    let failed = 0;
    for (let count = 0; count < 12; count++) {
      await ask().catch(() => (failed += 1));
    }
    assert.ok(failed <= 2, `${failed} of 12 failed: a model that fails twice in a row on a node is left alone there`);
  });

  test('that no node has on its disk fails at once, and says how to get it', async () => {
    await using fake = await node({ models: { 'large:8b': { bytes: 1 } } });
    await using nodes = await opened([fake]);
    await assert.rejects(
      Promise.resolve(nodes.provider.languageModel('small', callOf('shop')).doStream({ prompt })),
      (error) => HexaopsError.is(error, 'model-unavailable') && /models pull small:latest/.test(error.nextStep ?? ''),
    );
    assert.deepEqual(fake.received, []);
  });

  test('is ended at its node where what that one writes is no answer', async () => {
    await using fake = await node();
    await using nodes = await opened([fake]);
    fake.trouble = { after: 0, how: 'garbage' };
    const stop = new AbortController();
    const asked = nodes.provider.languageModel('small', callOf('a')).doStream({ prompt, abortSignal: stop.signal });
    await eventually(() => fake.aborted >= 1);
    stop.abort();
    await assert.rejects(Promise.resolve(asked));
  });
});
