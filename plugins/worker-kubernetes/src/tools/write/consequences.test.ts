import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallerToken, HexaopsError, type WriteTool } from '@hexaops/core';
import type { ClusterObject } from '../../cluster/index.ts';
import { collectedAt, deployment, pod, service, waitingPod } from '../../cluster/testing/index.ts';
import type { ClusterAccess } from '../access.ts';
import { accessTo, contextOf, writeTool } from '../testing/context.ts';
import { FakeSource } from '../testing/fake-source.ts';
import { restartWorkload } from './restart-workload.ts';
import { rollBackDeployment } from './roll-back-deployment.ts';
import { scaleDeployment } from './scale-deployment.ts';
import { setImage } from './set-image.ts';
import { setServiceSelector } from './set-service-selector.ts';

const shortLived = contextOf({ token: new CallerToken('t', collectedAt.getTime() + 100) });
const done = { message: 'done', body: {} };

function over(make: (access: ClusterAccess) => WriteTool, objects: readonly ClusterObject[]) {
  const source = new FakeSource(objects);
  return { tool: writeTool(make(accessTo(source))), source };
}

function pods(count: number): readonly ClusterObject[] {
  return Array.from({ length: count }, (_, index) => pod(`shop/other-${index}`));
}

describe('what a change touches', () => {
  const input = { namespace: 'shop', kind: 'Deployment', name: 'cart' };
  const cart = deployment('shop/cart', { spec: { replicas: 3 } });

  it('is a share of all pods in the workspace', async () => {
    const { blast } = await over(restartWorkload, [cart, ...pods(12)]).tool.preview(input, contextOf());
    assert.deepEqual(blast, { pods: 3, namespaces: ['shop'], share: 0.25, isWholeWorkspace: false });
  });

  it('is the whole workspace where nothing else is left', async () => {
    const { blast } = await over(restartWorkload, [cart, ...pods(3)]).tool.preview(input, contextOf());
    assert.equal(blast?.isWholeWorkspace, true);
  });

  it('is told without a share where the pods cannot be counted', async () => {
    const { tool, source } = over(restartWorkload, [cart, ...pods(12)]);
    source.refused.set('Pod', 'forbidden');
    assert.deepEqual((await tool.preview(input, contextOf())).blast, { pods: 3, namespaces: ['shop'] });
    source.refused.clear();
    source.failures.set('Pod', new HexaopsError('cluster-unavailable', 'no answer'));
    assert.equal((await tool.preview(input, contextOf())).blast?.share, undefined);
  });
});

describe('the version that an approval binds', () => {
  it('is that of the specification: pods that come and go are no change of it', async () => {
    const versioned = (resourceVersion: string, generation?: number) =>
      deployment('shop/cart', { metadata: { resourceVersion, ...(generation !== undefined && { generation }) } });
    const versionOf = async (object: ClusterObject) =>
      (
        await over(scaleDeployment, [object]).tool.preview(
          { namespace: 'shop', name: 'cart', replicas: 2 },
          contextOf(),
        )
      ).resourceVersion;
    assert.equal(await versionOf(versioned('7', 3)), await versionOf(versioned('8', 3)));
    assert.notEqual(await versionOf(versioned('7', 3)), await versionOf(versioned('7', 4)));
    assert.equal(await versionOf(versioned('7')), '7');
  });
});

describe('what takes a change back', () => {
  const place = { namespace: 'shop', name: 'cart' };
  const cases: readonly (readonly [
    make: (access: ClusterAccess) => WriteTool,
    object: ClusterObject,
    input: object,
    inverse: object,
  ])[] = [
    [
      scaleDeployment,
      deployment('shop/cart', { spec: { replicas: 3 } }),
      { ...place, replicas: 0 },
      { tool: 'scale-deployment', arguments: { ...place, replicas: 3 } },
    ],
    [
      setImage,
      deployment('shop/cart', { spec: { template: { spec: { containers: [{ name: 'server', image: 'cart:1' }] } } } }),
      { ...place, container: 'server', image: 'cart:2' },
      { tool: 'set-image', arguments: { ...place, container: 'server', image: 'cart:1' } },
    ],
    [
      setServiceSelector,
      service('shop/cart', { spec: { selector: { app: 'cart' } } }),
      { ...place, selector: { app: 'basket' } },
      { tool: 'set-service-selector', arguments: { ...place, selector: { app: 'cart' } } },
    ],
  ];
  for (const [make, object, input, inverse] of cases) {
    it(`is made from what was there before: ${make.name}`, async () => {
      const { tool } = over(make, [object]);
      assert.deepEqual(tool.inverse?.(input, await tool.preview(input, contextOf())), inverse);
    });
  }

  it('is the revision that was left, of a roll-back', () => {
    const { tool } = over(rollBackDeployment, []);
    const path = 'metadata.annotations["deployment.kubernetes.io/revision"]';
    const preview = { summary: '', changes: [{ path, before: 5, after: 'as 4' }] };
    assert.deepEqual(tool.inverse?.(place, preview), {
      tool: 'roll-back-deployment',
      arguments: { ...place, revision: 5 },
    });
  });

  it('is nothing where nothing changes, or nothing can take it back', async () => {
    const { tool } = over(scaleDeployment, [deployment('shop/cart', { spec: { replicas: 3 } })]);
    const input = { ...place, replicas: 3 };
    assert.equal(tool.inverse?.(input, await tool.preview(input, contextOf())), undefined);
    assert.equal('inverse' in over(restartWorkload, []).tool, false);
  });
});

describe('the harm of a change', () => {
  const cart = deployment('shop/cart', {
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      template: { spec: { containers: [{ name: 'server', image: 'cart:2' }] } },
    },
  });
  const input = { namespace: 'shop', name: 'cart', container: 'server', image: 'cart:2' };
  const made = (seconds: number) => ({
    metadata: {
      labels: { app: 'cart' },
      creationTimestamp: new Date(collectedAt.getTime() - seconds * 1000).toISOString(),
    },
  });

  it('is that the pods made since do not start', async () => {
    const objects = [cart, waitingPod('shop/cart-new', 'ImagePullBackOff', '', made(5)), pod('shop/cart-2', made(5))];
    const { state, harm } = await over(setImage, objects).tool.verify(input, shortLived, done);
    assert.equal(state, 'applied');
    assert.equal(harm, '1 of its 2 new pods does not start: ImagePullBackOff.');
  });

  it('is nothing of what was so before, and nothing of pods that are on their way', async () => {
    const objects = [
      cart,
      waitingPod('shop/cart-old', 'CrashLoopBackOff', '', made(3_600)),
      waitingPod('shop/cart-new', 'ContainerCreating', '', made(1)),
    ];
    assert.equal((await over(setImage, objects).tool.verify(input, shortLived, done)).harm, undefined);
  });

  it('is nothing where pods cannot be read', async () => {
    const { tool, source } = over(setImage, [cart]);
    source.failures.set('Pod', new HexaopsError('forbidden', 'no'));
    assert.equal((await tool.verify(input, shortLived, done)).harm, undefined);
  });

  it('is that more pods are refused', async () => {
    const conditions = [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' }];
    const scaled = deployment('shop/cart', { spec: { replicas: 5 }, status: { conditions } });
    const { harm } = await over(scaleDeployment, [scaled]).tool.verify(
      { namespace: 'shop', name: 'cart', replicas: 5 },
      shortLived,
      done,
    );
    assert.equal(harm, 'Pods are refused: exceeded quota.');
  });
});
