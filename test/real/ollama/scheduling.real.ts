import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { createOllamaNodes } from '@hexaops/llm-ollama';
import { eventually } from '../kubernetes/eventually.ts';
import { createModel, missing, model, type OllamaServer, startOllama } from './server.ts';

if (missing !== undefined && process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing);

const prompt = (text: string): LanguageModelV4CallOptions['prompt'] => [
  { role: 'user', content: [{ type: 'text', text }] },
];

async function textOf(stream: ReadableStream<LanguageModelV4StreamPart>): Promise<readonly string[]> {
  const deltas: string[] = [];
  for await (const part of stream) if (part.type === 'text-delta' && part.delta !== '') deltas.push(part.delta);
  return deltas;
}

describe('private models on real Ollama nodes', { skip: missing ?? false, timeout: 300_000 }, () => {
  let folder: string;
  let first: OllamaServer;
  let second: OllamaServer;
  const settings = { slots: 1, contextTokens: 1024, pollMilliseconds: 200, idleMilliseconds: 60_000 };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hexaops-ollama-'));
    first = await startOllama(folder);
    await createModel(first.url);
    second = await startOllama(folder);
  });

  after(async () => {
    await first?.kill();
    await second?.kill();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  test('are loaded, stream, end with their length, give their form, and end when they are cancelled', async () => {
    await using nodes = createOllamaNodes({ nodes: [first.url], ...settings });
    await nodes.start();
    const { provider, schedule } = nodes;
    const streamed = await provider
      .languageModel(model)
      .doStream({ prompt: prompt('Say hello.'), maxOutputTokens: 4, temperature: 0 });
    const deltas = await textOf(streamed.stream);
    assert.equal(deltas.length, 4, 'a piece a token, and no more of them than it may write');
    assert.deepEqual(
      schedule.snapshot().nodes.map(({ models }) => models.map(({ state, inFlight }) => [state, inFlight])),
      [[['ready', 0]]],
    );

    const schema = {
      type: 'object',
      additionalProperties: false,
      required: ['up'],
      properties: { up: { type: 'boolean' } },
    } as const;
    const { content, usage } = await provider.languageModel(model).doGenerate({
      prompt: prompt('Is it up?'),
      responseFormat: { type: 'json', schema },
      maxOutputTokens: 24,
      temperature: 0,
    });
    const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    assert.equal(typeof (JSON.parse(text) as { up: unknown }).up, 'boolean');
    assert.ok((usage.inputTokens.total ?? 0) > 0 && (usage.outputTokens.total ?? 0) > 0);

    const stop = new AbortController();
    const endless = { prompt: prompt('Count to a million.'), maxOutputTokens: 900 };
    const long = await provider.languageModel(model).doStream({ ...endless, abortSignal: stop.signal });
    const waiting = provider.languageModel(model).doStream({ prompt: prompt('Say hello.'), maxOutputTokens: 1 });
    stop.abort();
    await assert.rejects(textOf(long.stream));
    // The node has one slot: had it not heard of the end, this one would come after hundreds of tokens.
    assert.equal((await textOf((await waiting).stream)).length, 1);

    const [installed] = await schedule.models(AbortSignal.timeout(10_000));
    assert.deepEqual([installed?.model, installed?.loaded], [model, [first.url]]);
  });

  test('go on with the other node when one is killed: what had begun fails, what had not is done there', async () => {
    await using nodes = createOllamaNodes({ nodes: [first.url, second.url], ...settings });
    await nodes.start();
    const { provider, schedule } = nodes;
    const ready = () => schedule.snapshot().nodes.every(({ models }) => models.some(({ state }) => state === 'ready'));
    await textOf((await provider.languageModel(model).doStream({ prompt: prompt('Hi.'), maxOutputTokens: 1 })).stream);
    await eventually('both nodes have the model', () => Promise.resolve(ready() ? true : undefined));
    const long = { prompt: prompt('Count to a million.'), maxOutputTokens: 40 };
    const begun = await Promise.all([
      provider.languageModel(model).doStream(long),
      provider.languageModel(model).doStream(long),
    ]);
    const waiting = provider.languageModel(model).doStream({ prompt: prompt('Say hello.'), maxOutputTokens: 1 });
    await second.kill();
    const ends = await Promise.allSettled(begun.map(({ stream }) => textOf(stream)));
    assert.deepEqual(ends.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    assert.equal((await textOf((await waiting).stream)).length, 1);
    const lost = () => schedule.snapshot().nodes.some(({ up }) => !up);
    await eventually('the node that was killed is known to be away', () => Promise.resolve(lost() ? true : undefined));
  });
});
