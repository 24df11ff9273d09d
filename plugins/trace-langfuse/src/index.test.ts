import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { datasetPoint, measurementPoint, type RatedRun } from '@hexaops/core';
import { HeldPlugin } from '@hexaops/core/testing';
import type { TraceConfig } from './config.ts';
import traceLangfuse from './index.ts';
import { FakeLangfuse, type Mood } from './testing/fake-langfuse.ts';
import { answered, finished, runEvents, started } from './testing/run-events.ts';
import { traceId } from './trace/ids.ts';

async function open(config: TraceConfig = {}) {
  const langfuse = await FakeLangfuse.start();
  const keys = { baseUrl: langfuse.url, publicKey: 'pk-lf-test', secretKey: 'sk-lf-test' };
  const plugin = new HeldPlugin(traceLangfuse, { ...keys, flushSeconds: 30, intervalSeconds: 0.05, ...config });
  const ask = (run: string, text = 'all is well') => {
    for (const event of runEvents([started, answered(text), finished], run)) plugin.fire('runEvent', event);
  };
  return {
    langfuse,
    plugin,
    ask,
    async [Symbol.asyncDispose]() {
      await plugin[Symbol.asyncDispose]();
      await langfuse[Symbol.asyncDispose]();
    },
  };
}

async function counted(plugin: HeldPlugin, name: string): Promise<Readonly<Record<string, number>>> {
  const measurement = plugin.contributions(measurementPoint).find((each) => each.name === name) ?? assert.fail(name);
  return Object.fromEntries((await measurement.read()).map(({ labels, value }) => [labels['outcome'] ?? '', value]));
}

const rated = (run: string, comment = 'it helped'): RatedRun => {
  const events = runEvents([started, answered('all is well'), finished], run);
  return { run, session: 's1', events, feedback: { score: 1, comment } };
};

describe('traces', () => {
  test('reach Langfuse while the service runs', async () => {
    await using stage = await open();
    stage.ask('r1');
    await stage.langfuse.until(() => stage.langfuse.spans.length === 2);
    assert.deepEqual(
      stage.langfuse.spans.map(({ name }) => name),
      ['chat agent', 'orchestrator'],
    );
  });

  test('that are not sent yet at the end of the service are all taken', async () => {
    await using stage = await open({ intervalSeconds: 60 });
    for (let run = 0; run < 300; run++) stage.ask(`r${run}`);
    await stage.plugin[Symbol.asyncDispose]();
    assert.equal(stage.langfuse.spans.length, 600);
    assert.equal(new Set(stage.langfuse.spans.map(({ spanId }) => spanId)).size, 600);
  });

  test('that are on their way to a slow Langfuse at the end of the service are all taken', async () => {
    await using stage = await open();
    stage.langfuse.mood = 'slow';
    for (let run = 0; run < 300; run++) stage.ask(`r${run}`);
    await stage.langfuse.until(() => stage.langfuse.requests > 0);
    stage.ask('the last');
    stage.plugin.fire('draining', AbortSignal.timeout(60_000));
    await stage.plugin[Symbol.asyncDispose]();
    assert.equal(stage.langfuse.spans.length, 602);
  });

  test('that the end of the service waits for in vain do not keep it', async () => {
    await using stage = await open({ intervalSeconds: 60, flushSeconds: 0.1 });
    stage.langfuse.mood = 'hangs';
    stage.ask('r1');
    await stage.plugin[Symbol.asyncDispose]();
    assert.deepEqual(stage.langfuse.spans, []);
  });

  for (const mood of ['refuses', 'fails'] as const satisfies readonly Mood[]) {
    test(`are counted as failed where Langfuse ${mood}, and nothing is raised`, async () => {
      await using stage = await open();
      stage.langfuse.mood = mood;
      stage.ask('r1');
      await stage.plugin[Symbol.asyncDispose]();
      const { sent, failed } = await counted(stage.plugin, 'hexaops_trace_spans');
      assert.deepEqual([sent, failed], [0, 2]);
    });
  }

  test('are dropped and counted where Langfuse takes none, and what waits is bounded', async () => {
    await using stage = await open({ flushSeconds: 0.1 });
    stage.langfuse.mood = 'hangs';
    for (let run = 0; run < 1_500; run++) {
      stage.ask(`r${run}`);
      // Each is made a trace of in a turn of its own.
      await new Promise(setImmediate);
    }
    await stage.plugin[Symbol.asyncDispose]();
    const { dropped } = await counted(stage.plugin, 'hexaops_trace_spans');
    assert.ok((dropped ?? 0) > 0);
    assert.ok((dropped ?? 0) <= 3_000 - 2_048 + 2);
  });

  test('are a sample, the same in every process', async () => {
    const drawn = async () => {
      await using stage = await open({ sampleRate: 0.5 });
      for (let run = 0; run < 60; run++) stage.ask(`r${run}`);
      await stage.plugin[Symbol.asyncDispose]();
      return new Set(stage.langfuse.spans.map((span) => span.traceId));
    };
    const [one, other] = [await drawn(), await drawn()];
    assert.deepEqual([...one].toSorted(), [...other].toSorted());
    assert.ok(one.size > 10 && one.size < 50, `${one.size} of 60`);
  });

  test('carry no secret, and none of the content where none is wanted', async () => {
    await using redacted = await open();
    redacted.ask('r1', 'the key is ghp_0123456789abcdefghijABCDEFGHIJ');
    await redacted.plugin[Symbol.asyncDispose]();
    assert.doesNotMatch(JSON.stringify(redacted.langfuse.spans), /ghp_0123/);
    await using bare = await open({ content: 'none' });
    bare.ask('r1', 'CANARY');
    await bare.plugin[Symbol.asyncDispose]();
    assert.equal(bare.langfuse.spans.length, 2);
    assert.doesNotMatch(JSON.stringify(bare.langfuse.spans), /CANARY|what is wrong/);
  });

  test('go to a collector with the names of the GenAI conventions', async () => {
    await using collector = await FakeLangfuse.start();
    const authorization = `Basic ${Buffer.from('pk-lf-test:sk-lf-test').toString('base64')}`;
    const url = `${collector.url}/api/public/otel/v1/traces`;
    const plugin = new HeldPlugin(traceLangfuse, { collector: { url, headers: { authorization } }, flushSeconds: 30 });
    for (const event of runEvents([started, answered('all is well'), finished])) plugin.fire('runEvent', event);
    await plugin[Symbol.asyncDispose]();
    const [chat] = collector.spans;
    assert.equal(chat?.name, 'invoke_agent chat agent');
    assert.equal(chat.attributes['gen_ai.operation.name'], 'invoke_agent');
    assert.equal(chat.attributes['gen_ai.agent.name'], 'chat agent');
    assert.equal(chat.attributes['gen_ai.conversation.id'], 's1');
    assert.ok(Object.keys(chat.attributes).every((key) => !key.startsWith('langfuse.')));
  });

  test('need all of the keys, or none', () => {
    assert.throws(() => new HeldPlugin(traceLangfuse, { baseUrl: 'https://langfuse.example' }), {
      code: 'config-invalid',
    });
  });
});

describe('what people think of runs', () => {
  test('is a score of the trace, and the run an item of the dataset', async () => {
    await using stage = await open();
    stage.plugin.fire('feedback', rated('r1'));
    await stage.langfuse.until(() => stage.langfuse.items.length === 1);
    const [score] = stage.langfuse.scores;
    assert.deepEqual([score?.['traceId'], score?.['value'], score?.['comment']], [traceId('r1'), 1, 'it helped']);
    const [item] = stage.langfuse.items;
    assert.deepEqual(stage.langfuse.datasets, ['hexaops-rated-runs']);
    assert.deepEqual(item?.['input'], { question: 'what is wrong?' });
    assert.deepEqual(item['expectedOutput'], { answer: 'all is well' });
  });

  test('leaves without secrets', async () => {
    await using stage = await open();
    stage.plugin.fire('feedback', rated('r1', 'my token=hunter2-hunter2 works'));
    await stage.langfuse.until(() => stage.langfuse.items.length === 1);
    assert.doesNotMatch(JSON.stringify([stage.langfuse.scores, stage.langfuse.items]), /hunter2/);
  });

  test('is read back page by page', async () => {
    await using stage = await open();
    for (let run = 0; run < 60; run++) stage.plugin.fire('feedback', rated(`r${run}`));
    await stage.langfuse.until(() => stage.langfuse.items.length === 60);
    const [dataset] = stage.plugin.contributions(datasetPoint);
    const items = await Array.fromAsync(dataset?.items(AbortSignal.timeout(60_000)) ?? []);
    assert.equal(new Set(items.map(({ id }) => id)).size, 60);
    assert.deepEqual(items[0]?.output, { answer: 'all is well' });
  });

  test('brings the trace of a run that no sample has drawn', async () => {
    await using stage = await open({ sampleRate: 0 });
    stage.ask('r1');
    stage.plugin.fire('feedback', rated('r1'));
    await stage.plugin[Symbol.asyncDispose]();
    assert.deepEqual(new Set(stage.langfuse.spans.map((span) => span.traceId)), new Set([traceId('r1')]));
  });

  test('costs nothing where Langfuse refuses it', async () => {
    await using stage = await open();
    stage.langfuse.mood = 'refuses';
    stage.plugin.fire('feedback', rated('r1'));
    await stage.plugin[Symbol.asyncDispose]();
    assert.equal((await counted(stage.plugin, 'hexaops_trace_ratings'))['failed'], 1);
  });
});
