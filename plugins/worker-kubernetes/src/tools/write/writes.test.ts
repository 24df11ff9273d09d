import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { CallerToken, type WriteTool } from '@hexaops/core';
import type { ClusterObject, ObjectsByKind } from '../../cluster/index.ts';
import { collectedAt, deployment, node, object, pod, service } from '../../cluster/testing/index.ts';
import type { ClusterAccess } from '../access.ts';
import { accessTo, contextOf, writeTool } from '../testing/context.ts';
import { FakeSource } from '../testing/fake-source.ts';
import { restartWorkload } from './restart-workload.ts';
import { rollBackDeployment } from './roll-back-deployment.ts';
import { scaleDeployment } from './scale-deployment.ts';
import { setImage } from './set-image.ts';
import { setServiceSelector } from './set-service-selector.ts';
import { uncordonNode } from './uncordon-node.ts';

/** Hardly any time left: what is verified is read once, not waited for. */
const shortLived = contextOf({ token: new CallerToken('t', collectedAt.getTime() + 100) });
const done = { message: 'done', body: {} };

function toolOver(make: (access: ClusterAccess) => WriteTool, objects: readonly ClusterObject[]): WriteTool {
  return writeTool(make(accessTo(new FakeSource(objects))));
}

function versioned(path: string, body: Parameters<typeof deployment>[1] = {}): ObjectsByKind['Deployment'] {
  return deployment(path, { ...body, metadata: { resourceVersion: '7', ...body.metadata } });
}

describe('scale-deployment', () => {
  const input = { namespace: 'shop', name: 'cart', replicas: 3 };

  it('is the documented operation, without a workspace', () => {
    assert.deepEqual(toolOver(scaleDeployment, []).operation(input), {
      operation: 'scale',
      target: 'deployment/shop/cart',
      parameters: { namespace: 'shop', name: 'cart', replicas: 3 },
    });
  });

  it('previews what it changes, and the version it was looked at in', async () => {
    assert.deepEqual(await toolOver(scaleDeployment, [versioned('shop/cart')]).preview(input, contextOf()), {
      summary: 'Deployment shop/cart goes from 1 to 3 replicas.',
      changes: [{ path: 'spec.replicas', before: 1, after: 3 }],
      resourceVersion: '7',
      blast: {
        pods: 2,
        replicasBefore: 1,
        replicasAfter: 3,
        namespaces: ['shop'],
        share: 0,
        isWholeWorkspace: false,
      },
    });
  });

  it('says that it stops serving at 0', async () => {
    const tool = toolOver(scaleDeployment, [versioned('shop/cart')]);
    const { summary, unchanged } = await tool.preview({ ...input, replicas: 0 }, contextOf());
    assert.deepEqual(
      [summary, unchanged],
      ['Deployment shop/cart goes from 1 to 0 replicas: it stops serving.', undefined],
    );
  });

  it('says where nothing changes, and how many are ready', async () => {
    const scaled = versioned('shop/cart', { spec: { replicas: 3 }, status: { readyReplicas: 2 } });
    const { summary, changes, unchanged, blast } = await toolOver(scaleDeployment, [scaled]).preview(
      input,
      contextOf(),
    );
    assert.deepEqual([changes, unchanged, blast?.pods], [[], true, 0]);
    assert.equal(summary, 'Deployment shop/cart asks for 3 replicas already; 2 of them are ready so far.');
    const stopped = versioned('shop/cart', { spec: { replicas: 0 }, status: { readyReplicas: 0 } });
    const none = await toolOver(scaleDeployment, [stopped]).preview({ ...input, replicas: 0 }, contextOf());
    assert.equal(none.summary, 'Deployment shop/cart asks for 0 replicas already; none is ready.');
  });

  it('takes a number that it has not read for no number, also where Kubernetes would take it for that one', async () => {
    const silent = versioned('shop/cart', { spec: { replicas: undefined } });
    const { changes, unchanged } = await toolOver(scaleDeployment, [silent]).preview(
      { ...input, replicas: 1 },
      contextOf(),
    );
    assert.equal(unchanged, undefined);
    assert.deepEqual(changes, [{ path: 'spec.replicas', before: null, after: 1 }]);
  });

  it('reads back that it is applied, and how many are ready', async () => {
    const scaled = versioned('shop/cart', { spec: { replicas: 3 }, status: { readyReplicas: 2 } });
    const { state, summary, evidence } = await toolOver(scaleDeployment, [scaled]).verify(input, shortLived, done);
    assert.equal(state, 'applied');
    assert.equal(summary, 'Deployment shop/cart asks for 3 replicas; 2 of them are ready so far.');
    assert.equal(evidence[0]?.query, 'GET /apis/apps/v1/namespaces/shop/deployments/cart');
  });

  it('reads back that it is not applied', async () => {
    const { state, summary } = await toolOver(scaleDeployment, [versioned('shop/cart')]).verify(
      input,
      shortLived,
      undefined,
    );
    assert.equal(state, 'not-applied');
    assert.equal(summary, 'Deployment shop/cart still asks for 1 replica, not 3.');
  });

  it('waits a little for readiness', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const source = new FakeSource([versioned('shop/cart', { spec: { replicas: 3 }, status: { readyReplicas: 1 } })]);
      const verifying = writeTool(scaleDeployment(accessTo(source))).verify(input, contextOf(), done);
      source.objects = [versioned('shop/cart', { spec: { replicas: 3 }, status: { readyReplicas: 3 } })];
      for (let turn = 0; turn < 20; turn++) {
        await Promise.resolve();
        mock.timers.tick(100);
      }
      assert.match((await verifying).summary, /all of them are ready/);
      assert.equal(source.readings.length, 2);
    } finally {
      mock.timers.reset();
    }
  });

  it('gives what it has read when the call is cancelled', async () => {
    const cancelled = AbortSignal.abort();
    const { state } = await toolOver(scaleDeployment, [versioned('shop/cart')]).verify(
      input,
      contextOf({ signal: cancelled }),
      done,
    );
    assert.equal(state, 'not-applied');
  });

  it('raises not-found for what is not there', async () => {
    await assert.rejects(toolOver(scaleDeployment, []).preview(input, contextOf()), { code: 'not-found' });
  });
});

describe('every write over a support bundle', () => {
  const inputs: readonly (readonly [make: (access: ClusterAccess) => WriteTool, input: unknown])[] = [
    [scaleDeployment, { namespace: 'shop', name: 'cart', replicas: 3 }],
    [restartWorkload, { namespace: 'shop', kind: 'Deployment', name: 'cart' }],
    [setImage, { namespace: 'shop', name: 'cart', container: 'server', image: 'x' }],
    [setServiceSelector, { namespace: 'shop', name: 'cart', selector: { app: 'x' } }],
    [uncordonNode, { name: 'worker-1' }],
    [rollBackDeployment, { namespace: 'shop', name: 'cart' }],
  ];
  for (const [make, input] of inputs) {
    const access = accessTo(new FakeSource([deployment('shop/cart')]), { source: 'bundle' });
    const tool = writeTool(make(access));
    it(`${tool.name} says that nothing can be changed`, async () => {
      await assert.rejects(tool.preview(input, contextOf()), { code: 'read-only' });
    });
  }
});

describe('restart-workload', () => {
  const input = { namespace: 'shop', kind: 'Deployment', name: 'cart' } as const;
  const annotation = 'kubectl.kubernetes.io/restartedAt';
  const restartedAt = (time: string) =>
    versioned('shop/cart', { spec: { template: { metadata: { annotations: { [annotation]: time } } } } });

  it('is an operation of its own for each kind', () => {
    const tool = toolOver(restartWorkload, []);
    assert.equal(tool.operation(input).operation, 'restart_deployment');
    assert.equal(tool.operation({ ...input, kind: 'StatefulSet' }).target, 'statefulset/shop/cart');
  });

  it('knows a restart by its mark, if it is new', async () => {
    const recent = await toolOver(restartWorkload, [restartedAt('2026-03-01T11:59:30Z')]).verify(
      input,
      shortLived,
      done,
    );
    assert.equal(recent.state, 'applied');
    const old = await toolOver(restartWorkload, [restartedAt('2026-03-01T09:00:00Z')]).verify(
      input,
      shortLived,
      undefined,
    );
    assert.equal(old.state, 'not-applied');
  });

  it('does not know where the control plane answered and there is no mark', async () => {
    const { state } = await toolOver(restartWorkload, [versioned('shop/cart')]).verify(input, shortLived, done);
    assert.equal(state, 'unknown');
  });
});

describe('set-image', () => {
  const input = { namespace: 'shop', name: 'cart', container: 'server', image: 'registry.example/server:2' };

  it('previews the image before and after', async () => {
    const { changes } = await toolOver(setImage, [versioned('shop/cart')]).preview(input, contextOf());
    assert.deepEqual(changes, [
      {
        path: 'spec.template.spec.containers[name=server].image',
        before: 'registry.example/server:1',
        after: 'registry.example/server:2',
      },
    ]);
  });

  it('says where the container has the image, and that no pod is replaced', async () => {
    const { summary, changes, unchanged, blast } = await toolOver(setImage, [versioned('shop/cart')]).preview(
      { ...input, image: 'registry.example/server:1' },
      contextOf(),
    );
    assert.deepEqual([changes, unchanged, blast?.pods], [[], true, 0]);
    assert.match(summary, /has the image registry\.example\/server:1 already/);
  });

  it('names the containers that there are', async () => {
    await assert.rejects(
      toolOver(setImage, [versioned('shop/cart')]).preview({ ...input, container: 'sever' }, contextOf()),
      {
        code: 'not-found',
        nextStep: 'use one of: server',
      },
    );
  });

  it('reads back whether the image is there', async () => {
    const { state } = await toolOver(setImage, [versioned('shop/cart')]).verify(input, shortLived, done);
    assert.equal(state, 'not-applied');
    const changed = versioned('shop/cart', {
      spec: { template: { spec: { containers: [{ name: 'server', image: input.image }] } } },
    });
    assert.equal((await toolOver(setImage, [changed]).verify(input, shortLived, undefined)).state, 'applied');
  });
});

describe('set-service-selector', () => {
  const input = { namespace: 'shop', name: 'cart', selector: { app: 'cart', tier: 'web' } };

  it('says how many pods the new selector fits', async () => {
    const fitting = pod('shop/cart-1', { metadata: { labels: { app: 'cart', tier: 'web' } } });
    const { summary, changes } = await toolOver(setServiceSelector, [
      service('shop/cart'),
      fitting,
      pod('shop/web-1'),
    ]).preview(input, contextOf());
    assert.equal(summary, 'Service shop/cart selects app=cart,tier=web, which 1 of the 2 pods in shop have now.');
    assert.deepEqual(changes, [{ path: 'spec.selector', before: { app: 'cart' }, after: input.selector }]);
  });

  it('says where the service selects by exactly these labels', async () => {
    const tool = toolOver(setServiceSelector, [service('shop/cart', { spec: { selector: input.selector } })]);
    const { summary, changes, unchanged } = await tool.preview(input, contextOf());
    assert.deepEqual([changes, unchanged], [[], true]);
    assert.match(summary, /selects app=cart,tier=web already/);
    const fewer = await tool.preview({ ...input, selector: { app: 'cart' } }, contextOf());
    assert.deepEqual([fewer.changes.length, fewer.unchanged], [1, undefined]);
  });

  it('is applied only where the selector is exactly the one', async () => {
    const more = service('shop/cart', { spec: { selector: { ...input.selector, extra: 'x' } } });
    assert.equal((await toolOver(setServiceSelector, [more]).verify(input, shortLived, done)).state, 'not-applied');
    const same = service('shop/cart', { spec: { selector: input.selector } });
    assert.equal((await toolOver(setServiceSelector, [same]).verify(input, shortLived, done)).state, 'applied');
  });
});

describe('uncordon-node', () => {
  it('says where the node takes pods, unless its specification was not read', async () => {
    const open = await toolOver(uncordonNode, [node('a', { spec: {} })]).preview({ name: 'a' }, contextOf());
    assert.deepEqual([open.changes, open.unchanged, open.summary], [[], true, 'Node a takes new pods already.']);
    const silent = node('a');
    assert.equal(silent.spec, undefined);
    assert.equal((await toolOver(uncordonNode, [silent]).preview({ name: 'a' }, contextOf())).unchanged, undefined);
  });

  it('previews and reads back whether the node takes pods', async () => {
    const cordoned = toolOver(uncordonNode, [node('a', { spec: { unschedulable: true } })]);
    assert.deepEqual((await cordoned.preview({ name: 'a' }, contextOf())).changes, [
      { path: 'spec.unschedulable', before: true, after: false },
    ]);
    assert.equal((await cordoned.verify({ name: 'a' }, shortLived, done)).state, 'not-applied');
    assert.equal((await toolOver(uncordonNode, [node('a')]).verify({ name: 'a' }, shortLived, done)).state, 'applied');
  });
});

describe('roll-back-deployment', () => {
  const input = { namespace: 'shop', name: 'cart' };
  const revisionOf = (revision: string) => ({ 'deployment.kubernetes.io/revision': revision });
  const templateOf = (image: string) => ({ spec: { containers: [{ name: 'server', image }] } });
  const cart = (image: string, revision: string) =>
    deployment('shop/cart', { metadata: { annotations: revisionOf(revision) }, spec: { template: templateOf(image) } });
  function replicaSet(revision: string, image: string, creationTimestamp: string): ClusterObject {
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart', uid: '1', controller: true };
    return object('ReplicaSet', `shop/cart-${creationTimestamp.slice(0, 4)}`, {
      metadata: { annotations: revisionOf(revision), creationTimestamp, ownerReferences: [owner] },
      spec: { template: { metadata: { labels: { 'pod-template-hash': 'abc' } }, ...templateOf(image) } },
    });
  }
  const before = [
    cart('cart:2', '2'),
    replicaSet('1', 'cart:1', '2025-01-01T00:00:00Z'),
    replicaSet('2', 'cart:2', '2026-01-01T00:00:00Z'),
  ];
  const after = [
    cart('cart:1', '3'),
    replicaSet('3', 'cart:1', '2025-01-01T00:00:00Z'),
    replicaSet('2', 'cart:2', '2026-01-01T00:00:00Z'),
  ];

  it('previews what is different in the revision before', async () => {
    const { summary, changes } = await toolOver(rollBackDeployment, before).preview(input, contextOf());
    assert.equal(summary, 'Deployment shop/cart goes from revision 2 back to revision 1.');
    assert.deepEqual(changes, [
      { path: 'metadata.annotations["deployment.kubernetes.io/revision"]', before: 2, after: 'as 1' },
      { path: 'spec.template.spec.containers[name=server].image', before: 'cart:2', after: 'cart:1' },
    ]);
  });

  it('names the revisions that there are', async () => {
    const tool = toolOver(rollBackDeployment, before);
    await assert.rejects(tool.preview({ ...input, revision: 9 }, contextOf()), {
      code: 'not-found',
      nextStep: 'use one of: 1',
    });
    await assert.rejects(toolOver(rollBackDeployment, [cart('cart:1', '1')]).preview(input, contextOf()), {
      code: 'not-found',
    });
  });

  for (const revision of [undefined, 1]) {
    it(`reads back whether it is rolled back to ${revision ?? 'the revision before'}`, async () => {
      const asked = { ...input, ...(revision !== undefined && { revision }) };
      assert.equal(
        (await toolOver(rollBackDeployment, before).verify(asked, shortLived, undefined)).state,
        'not-applied',
      );
      assert.equal((await toolOver(rollBackDeployment, after).verify(asked, shortLived, done)).state, 'applied');
    });
  }
});
