import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import controlPlane from '@hexaops/control-plane';
import { type Caller, CallerToken } from '@hexaops/core';
import { openTools, type PluginTools, toolChecks } from '@hexaops/core/testing';
import { createControlPlane, type ControlPlane } from '@hexaops/example-control-plane';
import workerClickHouse from '@hexaops/worker-clickhouse';
import workerHelm from '@hexaops/worker-helm';
import workerKubernetes from '@hexaops/worker-kubernetes';
import workerPrometheus from '@hexaops/worker-prometheus';
import workerStorage from '@hexaops/worker-storage';
import { calls, smallByNature } from './calls.ts';
import { verboseClickHouse } from './sources/clickhouse.ts';
import { largeCluster, largeLogs } from './sources/cluster.ts';
import { verbosePrometheus } from './sources/prometheus.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('Every tool of every worker, where there is much to say', () => {
  const resources = new AsyncDisposableStack();
  let reference: ControlPlane;
  let tools: PluginTools;
  let caller: Caller;

  before(async () => {
    const names = ['web', ...Array.from({ length: 40 }, (_, index) => `app-${index}`)];
    reference = resources.use(
      await createControlPlane({
        cluster: { kind: 'recorded', objects: largeCluster(), logs: largeLogs() },
        backups: names.map((application, index) => ({
          executionId: `b-${index}`,
          workspace: 'shop',
          application,
          startedAt: now - index * 3_600_000,
          error: 'no space left on the device, whatever is tried again and again and again',
        })),
      }),
    );
    const [prometheus, clickHouse] = await Promise.all([verbosePrometheus(), verboseClickHouse()]);
    resources.use(prometheus);
    resources.use(clickHouse);
    tools = resources.use(
      await openTools(
        { use: controlPlane, config: { url: reference.url } },
        { use: workerKubernetes, config: { namespaces: { shop: ['shop'] } } },
        { use: workerHelm },
        { use: workerPrometheus, config: { url: prometheus.url, timeoutMilliseconds: 120_000 } },
        { use: workerClickHouse, config: { url: clickHouse.url } },
        { use: workerStorage, config: { backups: { applications: 100 } } },
      ),
    );
    const lifetimeSeconds = 3_600;
    const token = await reference.makeToken({ user: 'alice', workspace: 'shop', lifetimeSeconds });
    caller = {
      subject: 'alice',
      workspace: 'shop',
      organizations: ['acme'],
      roles: undefined,
      permissions: undefined,
      token: new CallerToken(token, Date.now() + lifetimeSeconds * 1000),
    };
  });
  after(() => resources.disposeAsync());

  it('is looked at below: every read tool has a call', () => {
    const reads = [...tools.tools.values()].filter(({ effect }) => effect === 'read').map(({ name }) => name);
    assert.deepEqual(Object.keys(calls).toSorted(), reads.toSorted());
  });

  for (const [name, input] of Object.entries(calls)) {
    it(`${name} conforms, and is cut at a meaningful place and says how to ask for the rest`, async () => {
      const tool = tools.tools.get(name);
      assert.ok(tool !== undefined, `there is no tool ${name}`);
      const call = (byteCap: number) => tools.call(name, input, { caller, now: () => now, byteCap });
      for (const check of toolChecks(tool, [input], smallByNature.has(name) ? undefined : call)) await check.run();
    });
  }

  it('what changes something conforms, too', async () => {
    const writes = [...tools.tools.values()].filter(({ effect }) => effect === 'write');
    assert.ok(writes.length > 8);
    for (const tool of writes) for (const check of toolChecks(tool, [])) await check.run();
  });
});
