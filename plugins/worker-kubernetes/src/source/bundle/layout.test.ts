import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeInBundle } from './file.ts';
import { placeOf } from './layout.ts';

function kindOf(path: string): string | undefined {
  const place = placeOf(path);
  if (place?.holds !== 'list') return place?.holds;
  return `${place.resource.kind} ${place.namespace ?? '*'} ${place.format}`;
}

test('the layout of Troubleshoot.sh', () => {
  const places = {
    'cluster-resources/pods/shop.json': 'Pod shop json',
    'cluster-resources/nodes.json': 'Node * json',
    'cluster-resources/pvs': 'PersistentVolume * json',
    'cluster-resources/pvs.json': 'PersistentVolume * json',
    'cluster-resources/ingress/shop.json': 'Ingress shop json',
    'cluster-resources/network-policy/shop.json': 'NetworkPolicy shop json',
    'cluster-resources/resource-quota/shop.json': 'ResourceQuota shop json',
    'cluster-resources/pod-disruption-budgets/shop.json': 'PodDisruptionBudget shop json',
    'cluster-resources/statefulsets-errors.json': 'errors',
    'cluster-resources/statefulsets-errors.json/shop.json': 'ReplicaSet shop json',
    'cluster-resources/custom-resources/gateways.networking.istio.io/shop.yaml': 'Gateway shop yaml',
    'cluster-resources/custom-resources/others.example.org/shop.yaml': undefined,
    'cluster-resources/pods-errors.json': 'errors',
    'cluster-resources/auth-cani-list/shop.json': undefined,
    'cluster-resources/pods/logs/shop/cart-1/server-logs-errors.log': 'log-error',
    'cluster-resources/pods/._shop.json': undefined,
    'cluster-resources/nodes/shop.json': undefined,
    'evidence/alerts.json': 'evidence',
    'evidence/more/alerts.json': undefined,
  };
  for (const [path, expected] of Object.entries(places)) assert.equal(kindOf(path), expected, path);
});

test('logs bear the names of their container, now and before', () => {
  const log = { holds: 'log', namespace: 'shop', pod: 'cart-1', container: 'a-previous-b' };
  const root = 'cluster-resources/pods/logs/shop/cart-1';
  assert.deepEqual(placeOf(`${root}/a-previous-b.log`), { ...log, previous: false });
  assert.deepEqual(placeOf(`${root}/a-previous-b-previous.log`), { ...log, previous: true });
});

test('a bundle may be nested in one folder', () => {
  assert.deepEqual(placeInBundle('top/evidence/a.json'), { folder: 'top', path: 'evidence/a.json' });
  assert.deepEqual(placeInBundle('cluster-resources/a'), { folder: '', path: 'cluster-resources/a' });
  assert.equal(placeInBundle('a/b/cluster-resources/a'), undefined);
  assert.equal(placeInBundle('version.yaml'), undefined);
});
