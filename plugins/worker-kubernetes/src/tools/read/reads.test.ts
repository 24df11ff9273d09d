import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ControlPlane, HexaopsError } from '@hexaops/core';
import type { ClusterObject } from '../../cluster/index.ts';
import { deployment, event, node, object, pod, waitingPod } from '../../cluster/testing/index.ts';
import { accessTo, contextOf, read, rowsOf, textOf } from '../testing/context.ts';
import { FakeSource } from '../testing/fake-source.ts';
import { describeObject } from './describe-object.ts';
import { listChanges } from './list-changes.ts';
import { listEvents } from './list-events.ts';
import { listNodes } from './list-nodes.ts';
import { listObjects } from './list-objects.ts';
import { listProblemPods } from './list-problem-pods.ts';
import { listRestarts } from './list-restarts.ts';
import { readQuotas } from './read-quotas.ts';

const restarted = pod('shop/cart-5d8f-x2x4x', {
  containerStatus: {
    name: 'server',
    restartCount: 4,
    lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-03-01T11:30:00Z' } },
  },
});

const objects: readonly ClusterObject[] = [
  deployment('shop/cart'),
  deployment('staging/cart'),
  restarted,
  waitingPod('shop/web-1', 'ImagePullBackOff', 'manifest unknown'),
  pod('staging/web-1'),
  node('worker-1'),
  event('shop/Pod/cart-5d8f-x2x4x', 'BackOff', 'Back-off restarting failed container'),
  event('shop/Pod/cart-worker-5d8f-x2x4x', 'BackOff', 'another workload'),
  event('shop/Deployment/cart', 'ScalingReplicaSet', 'Scaled up', {
    type: 'Normal',
    lastTimestamp: '2026-03-01T10:00:00Z',
  }),
];

describe('list-objects', () => {
  it('lists a kind in a namespace, with the query that did it', async () => {
    const { evidence } = await read(listObjects(accessTo(new FakeSource(objects))), {
      kind: 'Deployment',
      namespace: 'shop',
    });
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ namespace, name }) => [namespace, name]),
      [['shop', 'cart']],
    );
    assert.equal(evidence[0]?.query, 'GET /apis/apps/v1/namespaces/shop/deployments');
    assert.equal(evidence[0]?.source, 'kubernetes');
  });

  it('gives the file of a support bundle as its query', async () => {
    const access = accessTo(new FakeSource(objects), { source: 'bundle' });
    const { evidence } = await read(listObjects(access), { kind: 'Pod', namespace: 'shop' });
    assert.equal(evidence[0]?.query, 'support-bundle cluster-resources/pods/shop.json');
    assert.equal(evidence[0]?.source, 'support-bundle');
  });

  it('stays within the byte cap and says how to ask for the rest', async () => {
    const many = Array.from({ length: 500 }, (_, index) => deployment(`shop/web-${index}`));
    const { evidence } = await read(
      listObjects(accessTo(new FakeSource(many))),
      { kind: 'Deployment' },
      contextOf({ byteCap: 2000 }),
    );
    assert.ok(Buffer.byteLength(JSON.stringify(evidence[0]?.content)) <= 2000);
    assert.match(evidence[0]?.omitted ?? '', /of 500 rows left out; ask for one namespace/);
  });
});

describe('describe-object', () => {
  it('shows the object and its own events, not those of a namesake', async () => {
    const { evidence } = await read(describeObject(accessTo(new FakeSource(objects))), {
      kind: 'Deployment',
      namespace: 'shop',
      name: 'cart',
    });
    assert.match(textOf(evidence[0]), /^ {2}name: cart$/m);
    assert.deepEqual(
      rowsOf(evidence[1]).map((row) => row['object']),
      ['Pod/cart-5d8f-x2x4x', 'Deployment/cart'],
    );
  });

  it('shows what has no namespace', async () => {
    const { evidence } = await read(describeObject(accessTo(new FakeSource(objects))), {
      kind: 'Node',
      name: 'worker-1',
    });
    assert.equal(evidence[0]?.query, 'GET /api/v1/nodes/worker-1');
  });

  it('raises not-found', async () => {
    const described = read(describeObject(accessTo(new FakeSource(objects))), {
      kind: 'Pod',
      namespace: 'shop',
      name: 'nothing',
    });
    await assert.rejects(described, { code: 'not-found' });
  });
});

describe('list-events', () => {
  it('gives the latest first', async () => {
    const { evidence } = await read(listEvents(accessTo(new FakeSource(objects))), {
      namespace: 'shop',
      object: 'cart',
    });
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ reason }) => reason),
      ['BackOff', 'ScalingReplicaSet'],
    );
  });

  it('gives warnings alone, and those since a time', async () => {
    const tool = listEvents(accessTo(new FakeSource(objects)));
    assert.equal(rowsOf((await read(tool, { warnings: true })).evidence[0]).length, 2);
    assert.equal(rowsOf((await read(tool, { object: 'cart', since: '1h' })).evidence[0]).length, 1);
  });
});

describe('lists of what is not well', () => {
  it('are the pods that do not run, with the message of Kubernetes', async () => {
    const { evidence } = await read(listProblemPods(accessTo(new FakeSource(objects))), {});
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ name, status, message }) => [name, status, message]),
      [['web-1', 'ImagePullBackOff', 'manifest unknown']],
    );
  });

  it('are the containers that have restarted, with how they ended', async () => {
    const { evidence } = await read(listRestarts(accessTo(new FakeSource(objects))), { namespace: 'shop' });
    assert.deepEqual(rowsOf(evidence[0]), [
      {
        namespace: 'shop',
        pod: 'cart-5d8f-x2x4x',
        container: 'server',
        restarts: 4,
        'ended with': 'OOMKilled',
        'exit code': 137,
        'last restart': '30m',
      },
    ]);
  });

  it('name what could not be read', async () => {
    const source = new FakeSource(objects);
    source.failures.set('Pod staging', new HexaopsError('forbidden', 'this user may not'));
    const access = accessTo(source, { namespaces: { 'w-1': ['shop', 'staging'] } });
    const { unavailable } = await read(listProblemPods(access), {});
    assert.deepEqual(unavailable, [{ source: 'pods in staging', reason: 'this user may not' }]);
  });
});

describe('list-nodes', () => {
  it('gives their state', async () => {
    const { evidence } = await read(listNodes(accessTo(new FakeSource(objects))), {});
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ name, status }) => [name, status]),
      [['worker-1', 'Ready']],
    );
  });
});

describe('list-nodes where the user may not read nodes', () => {
  const controlPlane: ControlPlane = {
    id: 'fake',
    read: async ({ workspace }) => [{ name: 'worker-9', workspace }],
    kubernetes: async () => ({ status: 403, body: '', truncated: false }),
    perform: async () => ({ message: '', body: {} }),
  };
  const source = new FakeSource(objects);
  source.refused.set('Node', 'forbidden');

  it('gives those of the control plane, and says so', async () => {
    const { evidence, unavailable } = await read(listNodes(accessTo(source), controlPlane), {});
    assert.equal(textOf(evidence[0]), '- name: worker-9\n  workspace: w-1');
    assert.equal(evidence[0]?.source, 'control-plane');
    assert.equal(unavailable?.length, 1);
  });

  it('gives none without a control plane, and says why', async () => {
    const { evidence, unavailable } = await read(listNodes(accessTo(source)), {});
    assert.deepEqual(rowsOf(evidence[0]), []);
    assert.deepEqual(unavailable, [{ source: 'Node', reason: 'this user may not' }]);
  });
});

describe('read-quotas', () => {
  const quota = object('ResourceQuota', 'shop/all', {
    status: { hard: { 'requests.cpu': '2', pods: '10' }, used: { 'requests.cpu': '1900m', pods: '2' } },
  });
  const asking = pod('shop/web-6f7c9-x2x4x', {
    metadata: {
      labels: { 'pod-template-hash': '6f7c9' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-6f7c9', uid: '1', controller: true }],
    },
    container: { name: 'server', resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } } },
  });

  it('gives the fullest first, and who uses them', async () => {
    const { evidence } = await read(readQuotas(accessTo(new FakeSource([quota, asking]))), {});
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ resource, percent }) => [resource, percent]),
      [
        ['requests.cpu', 95],
        ['pods', 20],
      ],
    );
    assert.deepEqual(rowsOf(evidence[1]), [
      {
        namespace: 'shop',
        workload: 'web',
        pods: 1,
        'cpu requests': '250m',
        'memory requests': '512Mi',
        'cpu limits': '',
        'memory limits': '1Gi',
      },
    ]);
  });
});

describe('list-changes', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart', uid: '1', controller: true };
  function replicaSet(name: string, image: string, creationTimestamp: string): ClusterObject {
    return object('ReplicaSet', `shop/${name}`, {
      metadata: { ownerReferences: [owner], creationTimestamp },
      spec: { template: { spec: { containers: [{ name: 'server', image }] } } },
    });
  }
  const sets = [
    replicaSet('cart-1', 'cart:1', '2026-02-01T00:00:00Z'),
    replicaSet('cart-2', 'cart:2', '2026-03-01T11:00:00Z'),
  ];

  it('tells a rollout with the images before and after', async () => {
    const { evidence } = await read(listChanges(accessTo(new FakeSource([...objects, ...sets]))), {
      namespace: 'shop',
      since: '90m',
    });
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ object: changed, change }) => [changed, change]),
      [['Deployment/cart', 'rolled out cart:2 in the place of cart:1']],
    );
  });

  it('looks back a day unless told', async () => {
    const { evidence } = await read(listChanges(accessTo(new FakeSource([...objects, ...sets]))), { object: 'cart' });
    assert.deepEqual(
      rowsOf(evidence[0]).map(({ change }) => change),
      ['rolled out cart:2 in the place of cart:1', 'ScalingReplicaSet: Scaled up'],
    );
  });
});
