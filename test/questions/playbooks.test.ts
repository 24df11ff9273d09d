import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createEngine, type Engine, type RunEvent } from '@hexaops/core';
import { collect, fakeCaller, lastOf } from '@hexaops/core/testing';
import playbooks from '@hexaops/playbooks';
import workerClickhouse from '@hexaops/worker-clickhouse';
import workerHelm from '@hexaops/worker-helm';
import workerKubernetes from '@hexaops/worker-kubernetes';
import workerPrometheus from '@hexaops/worker-prometheus';
import workerStorage from '@hexaops/worker-storage';
import { writeWorkspace } from './workspace.ts';

/** Sentences, and the playbook that each asks for, although single workers know similar ones. */
const sentences: Readonly<Record<string, readonly string[]>> = {
  'playbooks.errors-since-rollout': [
    'which errors are there since the last rollout of frontend?',
    'Show me the errors since the last deployment of frontend',
    'did the last release of frontend break anything?',
    'what went wrong since the last deploy of frontend',
    'frontend errors since its last update',
  ],
  'playbooks.errors-since-rollback': [
    'errors since the last rollback of frontend',
    'did the rollback of frontend help?',
    'what is broken since the last roll back of frontend',
  ],
  'playbooks.what-changed-before': [
    'what changed before frontend broke?',
    'What happened right before the frontend went down?',
    'which deployment broke frontend?',
    'when did frontend break',
    'show me a timeline of frontend',
    'what led to the outage of frontend?',
  ],
  'playbooks.why-slow': [
    'why is frontend slow?',
    'Why is the frontend so slow today',
    'frontend is very slow',
    'since when is frontend slow?',
    'why is the latency of frontend so high?',
  ],
  'playbooks.release-health': [
    'is the last release of frontend healthy?',
    'did the last deployment of frontend go well?',
    'check the latest rollout of frontend',
  ],
  'playbooks.compare-with-yesterday': ['compare frontend with yesterday', 'is frontend slower than yesterday?'],
  'playbooks.health-report': ['give me a health report', 'daily status report', 'how healthy is my workspace?'],
};

/** What stays with single workers. */
const others: Readonly<Record<string, string>> = {
  'what is wrong?': 'route.what-is-wrong',
  'what changed in frontend?': 'route.what-changed-of-object',
  'scale frontend to 3': 'route.scale',
  'roll back frontend': 'route.roll-back',
};

describe('playbooks over several workers', () => {
  const resources = new AsyncDisposableStack();
  let engine: Engine;

  before(async () => {
    const bundle = resources.use(await writeWorkspace());
    await breakFrontend(bundle.path);
    const url = `http://127.0.0.1:${await closedPort()}`;
    engine = resources.use(
      await createEngine({
        plugins: [
          { use: workerKubernetes, config: { source: 'bundle', bundle: bundle.path } },
          { use: workerPrometheus, config: { url, timeoutMilliseconds: 2000 } },
          { use: workerClickhouse, config: { url, timeoutMilliseconds: 2000 } },
          workerHelm,
          workerStorage,
          playbooks,
        ],
      }),
    );
  });
  after(() => resources.disposeAsync());

  const ask = (message: string) => collect(engine.ask(fakeCaller({ workspace: 'w-1' }), { message }));

  for (const [rule, texts] of Object.entries(sentences)) {
    for (const text of texts) it(`${text} - ${rule}`, async () => assert.equal(ruleOf(await ask(text)), rule));
  }

  for (const [text, rule] of Object.entries(others))
    it(`${text} - ${rule}`, async () => assert.equal(ruleOf(await ask(text)), rule));

  it('are all there where these workers are installed', async () => {
    const health = await engine.health(AbortSignal.timeout(10_000));
    assert.doesNotMatch(health.find(({ component }) => component === 'rules')?.message ?? '', /left out/);
  });

  it('say what came first although metrics and logs cannot be read, and name those', async () => {
    const { text, unavailable, citations } = lastOf(await ask('what changed before frontend broke?'), 'answer');
    assert.match(text, /^\*\*The change that came first: Deployment shop\/frontend: revision 2: rolled out/);
    assert.match(
      text,
      /First symptom, at 2026-03-01 11:01:00 UTC: Pod shop\/frontend-\S+: BackOff: Back-off restarting/,
    );
    assert.match(text, /"new-log-templates" failed/);
    assert.match(text, /"find-metric-changes" failed/);
    assert.ok(citations.length > 0, JSON.stringify(unavailable));
  });
});

describe('playbooks without other workers than the one for Kubernetes', () => {
  it('are answered with what that one knows, and name what is not installed', async () => {
    await using bundle = await writeWorkspace();
    await breakFrontend(bundle.path);
    await using engine = await createEngine({
      plugins: [{ use: workerKubernetes, config: { source: 'bundle', bundle: bundle.path } }, playbooks],
    });
    const events = await collect(
      engine.ask(fakeCaller({ workspace: 'w-1' }), {
        message: 'which errors are there since the last rollout of frontend?',
      }),
    );
    const { text } = lastOf(events, 'answer');
    assert.match(text, /^\*\*The change that came first: Deployment shop\/frontend: revision 2/);
    assert.match(text, /find-metric-changes \(not installed here\)/);
    assert.doesNotMatch(text, /new-log-templates/, 'the logs of the pods stand in for it');
    const health = await engine.health(AbortSignal.timeout(10_000));
    assert.match(
      health.find(({ component }) => component === 'rules')?.message ?? '',
      /left out: playbooks\.compare-with-yesterday \(needs compare-metrics\)/,
    );
  });
});

function ruleOf(events: readonly RunEvent[]): string | undefined {
  const { madeBy } = lastOf(events, 'plan-made').plan;
  return 'rule' in madeBy ? madeBy.rule : undefined;
}

/** A second revision, and a pod of it that crashes a minute later. */
async function breakFrontend(bundle: string): Promise<void> {
  const revision = (number: number, hash: string, madeAt: string) => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `frontend-${hash}`,
      namespace: 'shop',
      creationTimestamp: madeAt,
      annotations: { 'deployment.kubernetes.io/revision': String(number) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'frontend', uid: '1', controller: true }],
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'frontend' } },
      template: { spec: { containers: [{ name: 'server', image: `registry.example/frontend:${number}` }] } },
    },
  });
  const name = 'frontend-5d8f7c6b9d-x2x4x';
  const warning = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.1`, namespace: 'shop', creationTimestamp: '2026-03-01T11:01:00Z' },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    count: 9,
    firstTimestamp: '2026-03-01T11:01:00Z',
    lastTimestamp: '2026-03-01T11:30:00Z',
    involvedObject: { kind: 'Pod', namespace: 'shop', name },
  };
  const write = (file: string, items: readonly object[]) =>
    writeFile(join(bundle, 'cluster-resources', file), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await write('replicasets/shop.json', [
    revision(1, '7d9f8c6b5d', '2026-03-01T10:00:00Z'),
    revision(2, '5d8f7c6b9d', '2026-03-01T11:00:00Z'),
  ]);
  await write('events/shop.json', [warning]);
}

/** A port of this machine at which nobody answers. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
}
