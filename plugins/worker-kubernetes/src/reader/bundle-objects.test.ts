import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployment, object } from '../cluster/testing/index.ts';
import { accessTo, contextOf } from '../tools/testing/context.ts';
import { FakeSource } from '../tools/testing/fake-source.ts';
import { BundleObjects, WorkspaceReader } from './index.ts';

function reader() {
  const source = new FakeSource([
    deployment('shop/cart'),
    object('Secret', 'database', { metadata: { namespace: 'shop' } }),
  ]);
  return new WorkspaceReader(accessTo(source, { source: 'bundle' }), new BundleObjects(source), { readBytes: 1024 });
}

test('a bundle gives what it has recorded', async () => {
  const { items, unavailable, query, source } = await reader().list(
    { group: 'apps', version: 'v1', resource: 'deployments' },
    { namespace: 'shop' },
    contextOf(),
  );
  assert.deepEqual(
    items.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.name]),
    [['apps/v1', 'Deployment', 'cart']],
  );
  assert.deepEqual(unavailable, []);
  assert.deepEqual([source, query], ['support-bundle', 'support-bundle cluster-resources/deployments/shop.json']);
});

test('what a bundle does not hold is unavailable, and said to be', async () => {
  for (const [resource, query, reason] of [
    [{ group: '', version: 'v1', resource: 'secrets' }, { labelSelector: 'owner=helm' }, /keeps no values of Secrets/],
    [{ group: 'example.org', version: 'v1', resource: 'widgets' }, {}, /does not hold widgets/],
    [{ group: '', version: 'v1', resource: 'pods' }, { fieldSelector: 'spec.nodeName=a' }, /not searched by field/],
  ] as const) {
    const reading = await reader().list(resource, query, contextOf());
    assert.deepEqual(reading.items, []);
    assert.match(reading.unavailable[0]?.reason ?? '', reason);
  }
});

test('a bundle offers the kinds that it may hold', async () => {
  const offered = await reader().offered({ group: 'apps', version: 'v1' }, contextOf());
  assert.deepEqual(
    offered.map(({ kind }) => kind),
    ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ControllerRevision'],
  );
});
