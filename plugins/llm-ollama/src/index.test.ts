import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine, llmProviderPoint, modelSchedulePoint, modelsCheck, openPlugins } from '@hexaops/core';
import { FakeOllama } from './testing/index.ts';

const use = '@hexaops/llm-ollama';
const engineOf = (config: unknown) => createEngine({ plugins: [{ use, config }], base: import.meta.url });

describe('the plugin llm-ollama', () => {
  test('brings a provider and its schedule, and has looked at its nodes when the engine is ready', async () => {
    await using node = await new FakeOllama().start();
    await using engine = await engineOf({ nodes: [node.url] });
    const [schedule] = engine.contributions(modelSchedulePoint);
    assert.deepEqual(
      schedule?.snapshot().nodes.map(({ id, up }) => [id, up]),
      [[node.url, true]],
    );
  });

  test('starts though its nodes are away', async () => {
    await using engine = await engineOf({ nodes: ['http://127.0.0.1:1'] });
    const [schedule] = engine.contributions(modelSchedulePoint);
    assert.deepEqual(schedule?.snapshot().nodes, []);
  });

  test('tells the models that every node has, without being started', async () => {
    await using one = await new FakeOllama({
      models: { 'llama3.1:latest': { bytes: 1 }, 'qwen3:8b': { bytes: 1 } },
    }).start();
    await using two = await new FakeOllama({ models: { 'llama3.1:latest': { bytes: 1 } } }).start();
    await using opened = await openPlugins([{ use, config: { nodes: [one.url, two.url] } }], import.meta.url);
    const look = (model: string) =>
      modelsCheck(opened.contributions(llmProviderPoint), { default: model }).check(new AbortController().signal);
    for (const there of ['ollama/llama3.1', 'ollama/llama3.1:latest']) assert.equal((await look(there)).message, there);
    await assert.rejects(look('ollama/qwen3:8b'), /no model "qwen3:8b"; it has: llama3\.1:latest, llama3\.1/);
    for (const node of [one, two]) node.kill();
    await assert.rejects(look('ollama/llama3.1'), /no Ollama node answers/);
  });

  for (const [what, config] of [
    ['no nodes', {}],
    ['a URL with a path', { nodes: ['http://gpu-1:11434/v1'] }],
    ['a URL with a password', { nodes: ['http://user:canary@gpu-1:11434'] }],
    ['a setting that is misspelt', { nodes: ['http://gpu-1:11434'], slot: 2 }],
  ] as const) {
    test(`refuses ${what}`, () =>
      assert.rejects(engineOf(config), (error: Error & { code?: string }) => error.code === 'config-invalid'));
  }
});
