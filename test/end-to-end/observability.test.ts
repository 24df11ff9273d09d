import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventsOf } from '@hexaops/core/testing';
import { createControlPlane } from '@hexaops/example-control-plane';
import { loadConfig, serve } from '@hexaops/runtime';
import { FakeLangfuse } from '@hexaops/trace-langfuse/testing';
import pino from 'pino';
import { ChatClient } from '../support/chat.ts';

const bundle = fileURLToPath(new URL('../../examples/control-plane/incident', import.meta.url));

/** The whole service with its traces and metrics, behind the reference control plane. */
async function open() {
  await using cleanUp = new AsyncDisposableStack();
  const langfuse = cleanUp.use(await FakeLangfuse.start());
  const controlPlane = cleanUp.use(
    await createControlPlane({ cluster: { kind: 'recorded', directory: bundle, asOf: Date.now() } }),
  );
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-observability-'));
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'key'), 'sk-lf-test');
  const file = join(directory, 'hexaops.yaml');
  const keys = { baseUrl: langfuse.url, publicKey: 'pk-lf-test', secretKey: '${file:key}' };
  const config = {
    server: { host: '127.0.0.1', port: 0, limits: { eventLoopMilliseconds: 0 } },
    plugins: [
      { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlane.url}/.well-known/jwks.json` } },
      { use: '@hexaops/control-plane', config: { url: controlPlane.url } },
      { use: '@hexaops/worker-kubernetes', config: { source: 'control-plane', namespaces: { shop: ['shop'] } } },
      // Nothing is sent before the end, but for what is told to hurry.
      { use: '@hexaops/trace-langfuse', config: { ...keys, intervalSeconds: 60, flushSeconds: 30 } },
      { use: '@hexaops/metrics' },
    ],
  };
  await writeFile(file, JSON.stringify(config));
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const service = await serve({ ...(await loadConfig({ file })), base: import.meta.url }, { logger });
  cleanUp.defer(() => service.close());
  controlPlane.aiopsUrl = service.url;
  const client = new ChatClient(`${controlPlane.url}/api/v1/ai/chat?workspace_id=shop`, 'Bearer user:alice');
  const kept = cleanUp.move();
  return { langfuse, service, client, lines, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

describe('what the service tells of itself', () => {
  test('is, of traces that are not sent at its end, all that Langfuse takes', async () => {
    await using stage = await open();
    const events = await stage.client.stream({ message: 'what is wrong?' });
    const { langfuse, service } = stage;
    assert.equal(langfuse.spans.length, 0);
    await service.close();
    const names = langfuse.spans.map(({ name }) => name);
    assert.ok(names.includes('chat agent') && names.includes('diagnose-workspace'), names.join());
    const [run] = new Set(langfuse.spans.map(({ attributes }) => attributes['langfuse.trace.metadata.run']));
    assert.equal(run, events[0]?.run);
    assert.doesNotMatch(JSON.stringify(langfuse.spans), /eyJ/, 'no token leaves');
  });

  test('is a page of numbers, without a token, that names nobody', async () => {
    await using stage = await open();
    const events = await stage.client.stream({ message: 'what is wrong?' });
    const response = await fetch(`${stage.service.url}/metrics`);
    const text = await response.text();
    assert.equal(response.status, 200);
    assert.match(text, /^hexaops_runs_started_total 1$/m);
    assert.match(text, /^hexaops_outbox_records \d+$/m);
    assert.match(text, /^hexaops_http_requests_total\{method="POST",path="\/v1\/chat",status="200"\} 1$/m);
    for (const own of ['alice', 'shop', 'orders', events[0]?.run ?? '-', events[0]?.session ?? '-'])
      assert.ok(!text.includes(own), `"${own}" stands on the page`);
  });

  test('is a score where a person rates a run, through the control plane', async () => {
    await using stage = await open();
    const events = await stage.client.stream({ message: 'what is wrong?' });
    const run_id = eventsOf(events, 'run-started')[0]?.run;
    const rated = await stage.client.send('POST', { feedback: { run_id, score: 1, comment: 'CANARY' } });
    assert.equal(rated.status, 202);
    await stage.langfuse.until(() => stage.langfuse.items.length === 1);
    assert.equal(stage.langfuse.scores[0]?.['comment'], 'CANARY');
    assert.doesNotMatch(stage.lines.join(''), /CANARY|what is wrong/);
  });
});
