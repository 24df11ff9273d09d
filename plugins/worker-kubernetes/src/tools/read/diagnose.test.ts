import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameOfObject } from '@hexaops/core';
import type { ClusterObject, PodLog } from '../../cluster/index.ts';
import { deployment, event, pod, service, waitingPod } from '../../cluster/testing/index.ts';
import { accessTo, contextOf, read, rowsOf } from '../testing/context.ts';
import { FakeSource } from '../testing/fake-source.ts';
import { diagnoseObject } from './diagnose-object.ts';
import { diagnoseWorkspace } from './diagnose-workspace.ts';

function owned(name: string): { metadata: object } {
  const hash = '6f7c9';
  const ownerReferences = [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-${hash}`, uid: '1', controller: true },
  ];
  return { metadata: { labels: { app: name, 'pod-template-hash': hash }, ownerReferences } };
}

/** cart does not start, for its image is not there; web is well. */
const objects: readonly ClusterObject[] = [
  deployment('shop/cart', { status: { readyReplicas: 0, availableReplicas: 0 } }),
  waitingPod(
    'shop/cart-6f7c9-x2x4x',
    'ImagePullBackOff',
    'Back-off pulling image "registry.example/server:1": not found',
    owned('cart'),
  ),
  service('shop/cart'),
  deployment('shop/web'),
  pod('shop/web-6f7c9-x2x4x', owned('web')),
  service('shop/web'),
  event('shop/Pod/cart-6f7c9-x2x4x', 'Failed', 'Failed to pull image "registry.example/server:1": not found'),
];

const logs: readonly PodLog[] = [
  {
    namespace: 'shop',
    pod: 'cart-6f7c9-x2x4x',
    container: 'server',
    previous: false,
    text: 'waiting\n',
    truncated: false,
  },
];

describe('diagnose-workspace', () => {
  it('names the cause first, with evidence and the query of each', async () => {
    const { findings = [], evidence } = await read(diagnoseWorkspace(accessTo(new FakeSource(objects, logs))), {});
    assert.deepEqual(findings[0]?.object, { kind: 'Deployment', namespace: 'shop', name: 'cart' });
    const cited = (findings[0]?.evidence ?? []).map((index) => evidence[Number(index)]);
    assert.ok(cited.length > 0);
    for (const piece of cited) assert.match(piece?.query ?? '', /^GET \/apis?\//);
    assert.match(JSON.stringify(cited.map((piece) => rowsOf(piece))), /not found/);
  });

  it('cites only evidence that is there', async () => {
    const { findings = [], evidence } = await read(diagnoseWorkspace(accessTo(new FakeSource(objects, logs))), {});
    for (const index of findings.flatMap((finding) => finding.evidence))
      assert.ok(evidence[Number(index)] !== undefined);
  });

  it('says what was looked at where nothing is wrong', async () => {
    const well = objects.filter(({ metadata }) => metadata.name.startsWith('web'));
    const { findings, evidence } = await read(diagnoseWorkspace(accessTo(new FakeSource(well))), {
      namespaces: ['shop'],
    });
    assert.deepEqual(findings, []);
    assert.equal(evidence.at(-1)?.title, 'what was read of shop');
    assert.deepEqual(rowsOf(evidence.at(-1))[0], { kind: 'Deployment', objects: 1, read: 'all' });
  });

  it('tells what its findings need, whether anything is wrong with that or not: others may know', async () => {
    const { findings = [], relations = [] } = await read(diagnoseWorkspace(accessTo(new FakeSource(objects))), {});
    const broken = findings.map(({ object }) => nameOfObject(object));
    const needed = relations.map(({ from, to }) => `${nameOfObject(from)} -> ${nameOfObject(to)}`);
    const outward = needed.filter((told) => !broken.some((name) => told.endsWith(` -> ${name}`)));
    assert.ok(broken.includes('Deployment shop/cart'), broken.join(', '));
    assert.ok(
      outward.some((told) => told.startsWith('Deployment shop/cart -> ')),
      needed.join('\n'),
    );
  });

  it('tells what needs what where nothing is wrong, too: others may have found something', async () => {
    const well = [
      deployment('shop/cart'),
      pod('shop/cart-1', { metadata: { labels: { app: 'cart' } } }),
      service('shop/cart'),
    ];
    const source = new FakeSource(well);
    const { findings, relations = [] } = await read(diagnoseWorkspace(accessTo(source)), {});
    assert.deepEqual(findings, []);
    assert.ok(relations.length > 0);
  });

  it('reads the namespaces that are asked for, as the caller', async () => {
    const source = new FakeSource(objects);
    await read(diagnoseWorkspace(accessTo(source)), { namespaces: ['shop'] }, contextOf({ subject: 'grace' }));
    assert.deepEqual(source.readings, [{ reading: 'snapshot', namespaces: ['shop'], subject: 'grace' }]);
  });

  it('refuses a namespace of another workspace', async () => {
    const access = accessTo(new FakeSource(objects), { namespaces: { 'w-1': ['shop'] } });
    await assert.rejects(read(diagnoseWorkspace(access), { namespaces: ['shop', 'other'] }), {
      code: 'namespace-not-allowed',
    });
  });

  it('stays within the byte cap for each piece', async () => {
    const { evidence } = await read(
      diagnoseWorkspace(accessTo(new FakeSource(objects))),
      {},
      contextOf({ byteCap: 600 }),
    );
    for (const { content } of evidence) assert.ok(Buffer.byteLength(JSON.stringify(content)) <= 600);
  });
});

describe('diagnose-object', () => {
  const tool = diagnoseObject(accessTo(new FakeSource(objects, logs)));

  it('gives what is wrong with it, its state, its pods, its events and the end of its log', async () => {
    const { findings = [], evidence } = await read(tool, { kind: 'Deployment', namespace: 'shop', name: 'cart' });
    assert.equal(findings[0]?.object.name, 'cart');
    const cited = (findings[0]?.evidence ?? []).map((index) => evidence[Number(index)]?.title);
    assert.ok(cited.every((title) => title !== undefined && title !== 'its pods (1)'));
    const titles = evidence.map(({ title }) => title);
    for (const title of [
      'state of Deployment shop/cart',
      'its pods (1)',
      'its latest events',
      'the end of the log of shop/cart-6f7c9-x2x4x server',
    ]) {
      assert.ok(titles.includes(title), `${title} is not among ${titles.join(', ')}`);
    }
  });

  for (const [kind, name] of [
    ['Service', 'cart'],
    ['Pod', 'cart-6f7c9-x2x4x'],
  ] as const) {
    it(`explains a ${kind} by the workload behind it`, async () => {
      const { findings = [] } = await read(tool, { kind, namespace: 'shop', name });
      assert.ok(findings.some(({ object }) => object.kind === 'Deployment' && object.name === 'cart'));
    });
  }

  it('explains a workload by the Service of its name that does not find it', async () => {
    const lost = service('shop/web', { spec: { selector: { app: 'wbe' }, ports: [{ port: 80 }] } });
    const others = objects.filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'web');
    const blind = diagnoseObject(accessTo(new FakeSource([...others, lost], logs)));
    const { findings = [] } = await read(blind, { kind: 'Deployment', namespace: 'shop', name: 'web' });
    assert.deepEqual(findings[0]?.object, { kind: 'Service', namespace: 'shop', name: 'web' });
  });

  it('does not blame an object for the trouble of another', async () => {
    const { findings } = await read(tool, { kind: 'Deployment', namespace: 'shop', name: 'web' });
    assert.deepEqual(findings, []);
  });

  it('raises not-found, and asks for the namespace of what has one', async () => {
    await assert.rejects(read(tool, { kind: 'Deployment', namespace: 'shop', name: 'nothing' }), { code: 'not-found' });
    await assert.rejects(read(tool, { kind: 'Deployment', name: 'cart' }), { code: 'arguments-invalid' });
  });
});
