import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { object, service, snapshotOf } from '../../cluster/testing/index.ts';
import { indexCluster } from '../cluster-index.ts';
import { resolveHost } from './resolve.ts';

const index = indexCluster(
  snapshotOf([
    service('shop/cart'),
    service('data/mysql'),
    object('Service', 'shop/kafka', { spec: { clusterIP: 'None', ports: [{ port: 9092 }] } }),
  ]),
);
const kind = (host: string) => resolveHost(index, 'shop', host).kind;

describe('A host name of a pod', () => {
  it('is a service of its namespace, of another, or a pod of a headless one', () => {
    for (const host of [
      'cart',
      'cart.shop',
      'mysql.data',
      'mysql.data.svc',
      'mysql.data.svc.cluster.local',
      'kafka-0.kafka',
      'kafka-0.kafka.shop.svc.cluster.local',
    ]) {
      assert.equal(kind(host), 'service', host);
    }
  });

  it('is outside of the cluster', () => {
    for (const host of ['example.com', 'localhost', '10.0.0.1', 'kubernetes.default.svc', 'db.prod.example.org'])
      assert.equal(kind(host), 'external', host);
  });

  it('is a name of the cluster that nothing has, with what may have been meant', () => {
    const missing = resolveHost(index, 'shop', 'cartt');
    assert.ok(missing.kind === 'missing');
    assert.equal(missing.nearest?.object.name, 'cart');
    assert.equal(kind('mysql'), 'missing');
  });

  it('is not missed where services could not be read', () => {
    const blind = indexCluster(snapshotOf([service('shop/cart')], { missing: ['Service'] }));
    assert.equal(resolveHost(blind, 'shop', 'pay').kind, 'external');
  });
});
