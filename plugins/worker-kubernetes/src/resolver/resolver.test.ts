import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { deployment, node, object, pod, service } from '../cluster/testing/index.ts';
import { accessTo, contextOf } from '../tools/testing/context.ts';
import { FakeSource } from '../tools/testing/fake-source.ts';
import { workspaceResolver } from './resolver.ts';

const checkoutPod = pod('shop/checkout-6f7c9-x2x4x', {
  metadata: {
    labels: { app: 'checkout', 'pod-template-hash': '6f7c9' },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'checkout-6f7c9', uid: '1', controller: true },
    ],
  },
});
const objects = [
  deployment('shop/checkout'),
  service('shop/checkout'),
  object('StatefulSet', 'shop/postgres'),
  checkoutPod,
  node('worker-1'),
  deployment('other/payment'),
];

function resolverOver(source: FakeSource) {
  return workspaceResolver(accessTo(source, { namespaces: { 'w-1': ['shop'] } }));
}

describe('the resolver of a workspace', () => {
  it('finds an object by its name, the kind that is asked for first where several have it', async () => {
    const resolver = resolverOver(new FakeSource(objects));
    const found = { namespace: 'shop', name: 'checkout', match: 'exact' };
    assert.deepEqual(await resolver.resolve('checkout', ['Deployment', 'Service'], contextOf()), [
      { kind: 'Deployment', ...found },
    ]);
    assert.deepEqual(await resolver.resolve('checkout', ['Service', 'Deployment'], contextOf()), [
      { kind: 'Service', ...found },
    ]);
    assert.deepEqual(await resolver.resolve('worker-1', ['Node'], contextOf()), [
      { kind: 'Node', name: 'worker-1', match: 'exact' },
    ]);
  });

  it('asks for every kind that it knows where none is named', async () => {
    const found = await resolverOver(new FakeSource(objects)).resolve('postgres', [], contextOf());
    assert.deepEqual(found, [{ kind: 'StatefulSet', namespace: 'shop', name: 'postgres', match: 'exact' }]);
  });

  it("gives a pod's workload where a workload is asked for, never as exact", async () => {
    const found = await resolverOver(new FakeSource(objects)).resolve(
      'checkout-6f7c9-x2x4x',
      ['StatefulSet', 'Deployment'],
      contextOf(),
    );
    assert.deepEqual(found, [{ kind: 'Deployment', namespace: 'shop', name: 'checkout', match: 'near' }]);
  });

  it('knows nothing of other workspaces, and reads as the caller', async () => {
    const source = new FakeSource(objects);
    const resolver = resolverOver(source);
    assert.deepEqual(await resolver.resolve('payment', ['Deployment'], contextOf({ subject: 'grace' })), []);
    assert.ok(source.readings.every(({ namespace, subject }) => namespace === 'shop' && subject === 'grace'));
    await assert.rejects(resolver.resolve('payment', ['Deployment'], contextOf({ workspace: 'w-2' })), {
      code: 'namespace-not-allowed',
    });
  });

  it('does without the kinds that cannot be read, and raises where none can', async () => {
    const source = new FakeSource(objects);
    source.failures.set('Service', new HexaopsError('forbidden', 'this user may not'));
    const found = await resolverOver(source).resolve('checkout', ['Service', 'Deployment'], contextOf());
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['Deployment'],
    );
    await assert.rejects(resolverOver(source).resolve('checkout', ['Service'], contextOf()), { code: 'forbidden' });
  });

  it('does not say that there is nothing where it could read nothing', async () => {
    const source = new FakeSource(objects);
    source.refused.set('Deployment', 'control-plane-unavailable');
    const resolving = resolverOver(source).resolve('checkout', ['Deployment'], contextOf());
    await assert.rejects(resolving, { code: 'control-plane-unavailable' });
  });

  it('hands on that the caller has to authenticate again', async () => {
    const source = new FakeSource(objects);
    source.failures.set('Service', new HexaopsError('reauthentication-required', 'the token has expired'));
    const resolving = resolverOver(source).resolve('checkout', ['Service', 'Deployment'], contextOf());
    await assert.rejects(resolving, { code: 'reauthentication-required' });
  });

  it('knows nothing of kinds that it does not resolve', async () => {
    assert.deepEqual(await resolverOver(new FakeSource(objects)).resolve('x', ['Secret'], contextOf()), []);
  });
});
