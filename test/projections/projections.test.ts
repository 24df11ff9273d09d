import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createEngine,
  definePlugin,
  metricsPagePoint,
  type RunEvent,
  type RunEventDraft,
  storePoint,
} from '@hexaops/core';
import { appendOf, collect, createMemoryStore, HeldPlugin } from '@hexaops/core/testing';
import metrics from '@hexaops/metrics';
import { uiStream } from '@hexaops/surface-ui-stream';
import traceLangfuse from '@hexaops/trace-langfuse';
import { FakeLangfuse } from '@hexaops/trace-langfuse/testing';
import { assertGolden } from './golden.ts';
import { recordedRun } from './recorded-run.ts';
import { outlineOf, treesOf } from './trace.ts';

const recorded = await recordedRun();
const [first] = recorded.events;
const run = first?.run ?? assert.fail();

describe('of one recorded run', () => {
  test('the trace is what Langfuse receives, span by span', async () => {
    await using langfuse = await FakeLangfuse.start();
    await using plugin = new HeldPlugin(traceLangfuse, {
      baseUrl: langfuse.url,
      publicKey: 'pk-lf-test',
      secretKey: 'sk-lf-test',
      environment: 'test',
      flushSeconds: 60,
    });
    const exchanges = [...recorded.exchanges];
    for (const event of recorded.events) {
      if (event.type === 'model-called') plugin.fire('modelCalled', exchanges.shift(), { run });
      plugin.fire('runEvent', event);
    }
    await plugin[Symbol.asyncDispose]();
    const trees = treesOf(langfuse.spans);
    assert.equal(new Set(langfuse.spans.map(({ traceId }) => traceId)).size, 1, 'one run is one trace');
    await assertGolden('trace.txt', outlineOf(trees));
    await assertGolden('trace.json', `${JSON.stringify(trees, null, 2)}\n`);
  });

  test('the same trace is what a collector receives, by the names of the GenAI conventions', async () => {
    await using collector = await FakeLangfuse.start();
    await using plugin = new HeldPlugin(traceLangfuse, {
      collector: {
        url: `${collector.url}/api/public/otel/v1/traces`,
        headers: { authorization: `Basic ${btoa('pk-lf-test:sk-lf-test')}` },
      },
      environment: 'test',
      flushSeconds: 60,
    });
    const exchanges = [...recorded.exchanges];
    for (const event of recorded.events) {
      if (event.type === 'model-called') plugin.fire('modelCalled', exchanges.shift(), { run });
      plugin.fire('runEvent', event);
    }
    await plugin[Symbol.asyncDispose]();
    await assertGolden('trace-genai.json', `${JSON.stringify(treesOf(collector.spans), null, 2)}\n`);
  });

  test('the metrics are what Prometheus reads', async () => {
    await using plugin = new HeldPlugin(metrics, {});
    const [page] = plugin.contributions(metricsPagePoint);
    for (const event of recorded.events) plugin.fire('runEvent', event);
    const text = (await page?.render([])) ?? '';
    await assertGolden('metrics.txt', ofRuns(text));
  });

  test('the message is what a client of the AI SDK is streamed, chunk by chunk', async () => {
    const projection = uiStream.project();
    const chunks = [...recorded.events.flatMap((event) => projection.event(event)), ...projection.end(true)];
    // The events go along as they are, which their own file holds.
    const own = chunks.map((chunk) => {
      const { type, data } = chunk === '[DONE]' ? { type: 'done' } : (JSON.parse(chunk) as Chunk);
      return type === 'data-run-event' ? `event ${data?.sequence} ${data?.type}` : chunk;
    });
    assert.deepEqual(
      own.filter((line) => line.startsWith('event ')),
      recorded.events.map(({ sequence, type }) => `event ${sequence} ${type}`),
    );
    await assertGolden('ui-message-stream.txt', `${own.join('\n')}\n`);
  });

  test('the events are what the engine gives who comes back to it', async () => {
    const store = await seeded();
    const replay = definePlugin({ register: (api) => api.contribute(storePoint, store) });
    await using engine = await createEngine({ plugins: [replay] });
    const caller = { subject: 'alice', workspace: 'shop', organizations: [] };
    const anonymous = { ...caller, roles: undefined, permissions: undefined, token: undefined };
    const events = await collect(engine.events(anonymous, run, 0));
    assert.deepEqual(events, recorded.events);
  });

  test('the audit is what a sink is given, link by link', async () => {
    const { audit } = await seeded();
    await audit.register(['sink']);
    const batch = await audit.batch('sink', 100);
    await assertGolden('audit.json', `${JSON.stringify(batch?.records, null, 2)}\n`);
  });
});

interface Chunk {
  readonly type: string;
  readonly data?: { readonly sequence: number; readonly type: string };
}

/** Without what is the process's own, and different each time. */
function ofRuns(text: string): string {
  const lines = text.split('\n').filter((line) => /hexaops_/.test(line) && !/event_loop/.test(line));
  return `${lines.join('\n')}\n`;
}

/** A store with the run in it, as it was stored. */
async function seeded() {
  const store = createMemoryStore();
  const owner = { subject: 'alice', workspace: 'shop' };
  const { session, time } = first ?? assert.fail();
  const createdAt = Date.parse(time);
  await store.createSession({ ...owner, id: session, createdAt, lastUsedAt: createdAt, title: 'recorded' });
  await store.createRun({ ...owner, id: run, session, createdAt, sequence: 0, status: 'running' });
  for (const event of recorded.events) {
    const entries = recorded.audit.filter(
      ({ phase }) => event.type === `operation-${phase === 'intent' ? 'intended' : 'finished'}`,
    );
    await store.append(
      appendOf(run, event.sequence - 1, [draftOf(event)], {
        now: Date.parse(event.time),
        ...(entries.length === 0 ? {} : { audit: { entries, room: Infinity } }),
      }),
    );
  }
  return store;
}

function draftOf({
  run: _run,
  session: _session,
  sequence: _sequence,
  time: _time,
  version: _version,
  ...body
}: RunEvent) {
  return body as RunEventDraft;
}
