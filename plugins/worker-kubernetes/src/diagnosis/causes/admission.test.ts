import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import { event, object, type PodShape } from '../../cluster/testing/index.ts';
import { application, causesIn, pending, rootIn } from '../testing/scene.ts';

function refused(message: string): ClusterObject[] {
  return [
    ...application('cart', { running: false }),
    event('shop/ReplicaSet/cart-7d4b9', 'FailedCreate', `Error creating: ${message}`),
  ];
}

describe('Quotas', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['requested: requests.cpu=1, used: requests.cpu=10, limited: requests.cpu=10', 'namespace-cpu-quota-exceeded'],
    [
      'requested: limits.cpu=500m,limits.memory=1Gi, used: limits.cpu=3800m,limits.memory=1Gi, limited: limits.cpu=4,limits.memory=64Gi',
      'namespace-cpu-quota-exceeded',
    ],
    [
      'requested: limits.cpu=500m,limits.memory=1Gi, used: limits.cpu=1,limits.memory=4Gi, limited: limits.cpu=4,limits.memory=4Gi',
      'namespace-memory-quota-exceeded',
    ],
    ['requested: pods=1, used: pods=10, limited: pods=10', 'namespace-pod-quota-exceeded'],
    ['requested: count/pods=1, used: count/pods=10, limited: count/pods=10', 'namespace-pod-quota-exceeded'],
  ];
  for (const [amounts, cause] of cases) {
    it(`say ${cause} with "${amounts}"`, () => {
      assert.equal(
        rootIn(refused(`pods "cart-7d4b9-x" is forbidden: exceeded quota: compute, ${amounts}`)),
        `${cause} of Namespace shop`,
      );
    });
  }

  it('are over where the pods came after all', () => {
    const later = event(
      'shop/ReplicaSet/cart-7d4b9',
      'FailedCreate',
      'Error creating: pods "x" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10',
    );
    assert.deepEqual(causesIn([...application('cart'), later]), []);
  });

  describe('refuse the pods of a job', () => {
    const refusal = event(
      'shop/Job/export-29214240',
      'FailedCreate',
      'Error creating: pods "export-29214240-9hq7n" is forbidden: exceeded quota: compute, requested: limits.cpu=2, used: limits.cpu=9, limited: limits.cpu=10',
    );
    const job = (type?: string) =>
      object('Job', 'shop/export-29214240', {
        spec: { template: {} },
        status: type === undefined ? {} : { conditions: [{ type, status: 'True' }] },
      });

    it('that waits for them', () => {
      assert.equal(rootIn([job(), refusal]), 'namespace-cpu-quota-exceeded of Namespace shop');
    });

    it('no more where it is done, or rests', () => {
      for (const type of ['Complete', 'Suspended']) assert.deepEqual(causesIn([job(type), refusal]), []);
    });
  });

  const storage = object('ResourceQuota', 'shop/storage', {
    status: { hard: { 'requests.storage': '1Gi' }, used: { 'requests.storage': '0' } },
  });
  const mounting = application('db', {
    spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'db-data' } }] },
    pod: pending('0/1 nodes are available: persistentvolumeclaim "db-data" not found.'),
  });

  it('of storage explain a claim that is not there', () => {
    assert.equal(rootIn([...mounting, storage]), 'namespace-storage-quota-exceeded of Namespace shop');
  });

  it('of storage explain a StatefulSet whose claim is refused', () => {
    const set = object('StatefulSet', 'shop/db', {
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'db' } },
        template: { metadata: { labels: { app: 'db' } } },
        serviceName: 'db',
      },
    });
    const refusal = event(
      'shop/StatefulSet/db',
      'FailedCreate',
      'create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: persistentvolumeclaims "data-db-0" is forbidden: exceeded quota: storage, requested: requests.storage=5Gi, used: requests.storage=0, limited: requests.storage=1Gi',
    );
    assert.equal(rootIn([set, refusal]), 'namespace-storage-quota-exceeded of Namespace shop');
  });

  it('of storage are not blamed where no quota limits it', () => {
    assert.equal(rootIn(mounting), 'volume-claim-missing of Deployment db');
  });

  const caller = application('web', {
    container: { name: 'server', image: 'registry.example/web:1', env: [{ name: 'CART_ADDR', value: 'cart:8080' }] },
  });
  const services = object('ResourceQuota', 'shop/objects', {
    status: { hard: { services: '1' }, used: { services: '1' } },
  });

  it('of services explain a service that is called and not there', () => {
    assert.equal(
      rootIn([...caller, ...application('cart', { served: false }), services]),
      'namespace-service-quota-exceeded of Namespace shop',
    );
  });

  it('of services with room left are not blamed', () => {
    const roomy = object('ResourceQuota', 'shop/objects', {
      status: { hard: { services: '5' }, used: { services: '1' } },
    });
    assert.equal(
      rootIn([...caller, ...application('cart', { served: false }), roomy]),
      'service-missing of Deployment cart',
    );
  });
});

describe('A service account', () => {
  const waits: PodShape = {
    status: { phase: 'Pending', conditions: [{ type: 'Ready', status: 'False' }], containerStatuses: [] },
  };
  const message =
    'pods "cart-7d4b9-" is forbidden: error looking up service account shop/robot: serviceaccount "robot" not found';

  it('that does not exist keeps pods from being created', () => {
    assert.equal(rootIn(refused(message)), 'missing-service-account of Deployment cart');
  });

  it('that was made a moment later is no cause', () => {
    const objects = [
      ...application('cart'),
      event('shop/ReplicaSet/cart-7d4b9', 'FailedCreate', message),
      object('ServiceAccount', 'shop/robot'),
    ];
    assert.deepEqual(causesIn(objects), []);
  });

  it('that was deleted since gives its pods no token', () => {
    const message =
      'MountVolume.SetUp failed for volume "kube-api-access-x2v7d" : failed to fetch token: serviceaccounts "robot" not found';
    const objects = [...application('cart', { pod: waits }), event('shop/Pod/cart-1', 'FailedMount', message)];
    assert.equal(rootIn(objects), 'missing-service-account of Deployment cart');
    assert.ok(!causesIn([...objects, object('ServiceAccount', 'shop/robot')]).includes('missing-service-account'));
  });
});
