import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createControlPlane } from '@hexaops/example-control-plane';
import { FakeLangfuse } from '@hexaops/trace-langfuse/testing';
import { ChatClient } from '../support/chat.ts';
import { hexaops, WatchedProcess } from '../support/command.ts';

const bundle = fileURLToPath(new URL('../../examples/control-plane/incident', import.meta.url));
const runs = 5;

describe('a service that is told to end by a signal', () => {
  test('has sent every span of every run when its process is gone', async () => {
    await using cleanUp = new AsyncDisposableStack();
    const langfuse = cleanUp.use(await FakeLangfuse.start());
    const controlPlane = cleanUp.use(
      await createControlPlane({ cluster: { kind: 'recorded', directory: bundle, asOf: Date.now() } }),
    );
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-sigterm-'));
    cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
    const file = join(directory, 'hexaops.yaml');
    await writeFile(join(directory, 'key'), 'sk-lf-test');
    const keys = { baseUrl: langfuse.url, publicKey: 'pk-lf-test', secretKey: '${file:key}' };
    const plugins = [
      { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlane.url}/.well-known/jwks.json` } },
      { use: '@hexaops/control-plane', config: { url: controlPlane.url } },
      { use: '@hexaops/worker-kubernetes', config: { source: 'control-plane', namespaces: { shop: ['shop'] } } },
      // Nothing is sent before the end. The end may take as long as a busy machine needs.
      { use: '@hexaops/trace-langfuse', config: { ...keys, intervalSeconds: 60, flushSeconds: 30 } },
    ];
    const server = { host: '127.0.0.1', port: 0, shutdownSeconds: 60, limits: { eventLoopMilliseconds: 0 } };
    await writeFile(file, JSON.stringify({ server, plugins }));
    const service = cleanUp.use(new WatchedProcess([...hexaops, 'serve', '--config', file], {}));
    await service.shows(/http:\/\/127\.0\.0\.1:\d+/);
    controlPlane.aiopsUrl = /http:\/\/127\.0\.0\.1:\d+/.exec(service.stdout)?.[0] ?? '';

    const client = new ChatClient(`${controlPlane.url}/api/v1/ai/chat?workspace_id=shop`, 'Bearer user:alice');
    const asked = new Map<string, number>();
    for (let run = 0; run < runs; run++) {
      const events = await client.stream({ message: 'what is wrong?' });
      asked.set(events[0]?.run ?? '', events.filter(({ type }) => type === 'step-finished').length);
    }
    assert.equal(langfuse.spans.length, 0, 'nothing has been sent yet');
    service.child.kill('SIGTERM');
    assert.equal(await service.ended, 0);

    for (const [run, steps] of asked) {
      const spans = langfuse.spans.filter(({ attributes }) => attributes['langfuse.trace.metadata.run'] === run);
      const ids = new Set(spans.map(({ spanId }) => spanId));
      const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
      assert.equal(roots.length, 1, `the run ${run} has its root`);
      assert.ok(steps > 0 && spans.length > steps, `the run ${run} has a span for each of its ${steps} steps`);
      for (const { parentSpanId } of spans) assert.ok(parentSpanId === undefined || ids.has(parentSpanId));
    }
    assert.equal(asked.size, runs);
  });
});
