import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LlmProvider, ModelCall } from '@hexaops/core';
import { RedisLeases } from '@hexaops/lease-redis';
import { createOllamaNodes, type OllamaNodes } from '@hexaops/llm-ollama';
import { FakeOllama } from '@hexaops/llm-ollama/testing';
import { findRedis, type RedisServer, startRedis } from './server.ts';

const found = findRedis();
const skip = 'missing' in found && found.missing;
const slots = 3;

const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Is all well?' }] }];

async function ask(provider: LlmProvider, workspace: string): Promise<string> {
  const call: ModelCall = {
    purpose: 'chat',
    workspace,
    session: 's',
    run: 'r',
    deadline: Date.now() + 120_000,
    inputTokens: 10,
  };
  const { stream } = await provider.languageModel('small', call).doStream({ prompt });
  let text = '';
  for await (const part of stream) if (part.type === 'text-delta') text += part.delta;
  return text;
}

describe('three replicas that schedule the same nodes', { skip }, () => {
  let redis: RedisServer;
  let fake: FakeOllama;
  let leases: readonly RedisLeases[];
  let replicas: readonly OllamaNodes[];

  before(async () => {
    redis = await startRedis();
    fake = await new FakeOllama({ parallel: 8, decode: 100 }).start();
    leases = Array.from({ length: 3 }, () => new RedisLeases({ url: redis.url }));
    await Promise.all(leases.map((each) => each.connect()));
    replicas = leases.map((each) =>
      createOllamaNodes({ nodes: [fake.url], slots, replicas: 3, pollMilliseconds: 100 }, each),
    );
    for (const replica of replicas) await replica.start();
  });

  after(async () => {
    for (const replica of replicas ?? []) await replica[Symbol.asyncDispose]();
    for (const each of leases ?? []) each[Symbol.dispose]();
    await fake?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
  });

  test('never have more calls at a node than its slots, load a model once, and leave none waiting', async () => {
    const asked = replicas.flatMap(({ provider }) =>
      Array.from({ length: 8 }, (_, index) => ask(provider, `w${index}`)),
    );
    const answers = await Promise.all(asked);
    assert.deepEqual(new Set(answers), new Set(['All is well in the shop.']));
    assert.ok(fake.mostInFlight <= slots, `${fake.mostInFlight} in flight`);
    assert.equal(fake.loads, 1);
  });

  test('keep to a third of the slots each while Redis is away, and go on', async () => {
    await redis.stop();
    fake.mostInFlight = 0;
    const asked = replicas.flatMap(({ provider }) =>
      Array.from({ length: 4 }, (_, index) => ask(provider, `w${index}`)),
    );
    assert.equal((await Promise.all(asked)).length, 12);
    assert.ok(fake.mostInFlight <= slots, `${fake.mostInFlight} in flight`);
  });
});
