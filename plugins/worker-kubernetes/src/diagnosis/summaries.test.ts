import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../cluster/kinds.ts';
import { event, node, object } from '../cluster/testing/index.ts';
import { application, crashing, findingsIn, pending } from './testing/scene.ts';

const image = 'registry.example/cart:1';

function summary(...objects: readonly ClusterObject[]): string | undefined {
  return findingsIn(objects)[0]?.summary;
}

describe('A summary names the very thing to change', () => {
  const worker = node('a', { spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] } });

  it('with CPU in cores and memory in the unit of quantities', () => {
    const asking = (requests: Record<string, string>, lacking: string) =>
      application('cart', {
        container: { name: 'server', image, resources: { requests } },
        pod: pending(`0/1 nodes are available: 1 Insufficient ${lacking}.`),
      });
    assert.equal(
      summary(node('a'), ...asking({ cpu: '64' }, 'cpu')),
      'Pods of cart request 64 cores of CPU, more than any node that they may run on has free.',
    );
    assert.equal(
      summary(node('a'), ...asking({ memory: '1536Gi' }, 'memory')),
      'Pods of cart request 1.5Ti of memory, more than any node that they may run on has free.',
    );
  });

  it('with the taints that are not tolerated', () => {
    const message = '0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}.';
    assert.equal(
      summary(worker, ...application('cart', { pod: pending(message) })),
      'The nodes where cart could run have taints that its pods do not tolerate: dedicated=gpu:NoSchedule.',
    );
  });

  it('with the selector and the affinity that fit no node', () => {
    const message = "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.";
    assert.equal(
      summary(node('a'), ...application('cart', { spec: { nodeSelector: { disk: 'ssd' } }, pod: pending(message) })),
      'The node selector of cart (disk=ssd) fits no node that takes its pods.',
    );
  });

  it('with what is used of a quota', () => {
    const refusal =
      'Error creating: pods "x" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10';
    assert.equal(
      summary(...application('cart', { running: false }), event('shop/ReplicaSet/cart-7d4b9', 'FailedCreate', refusal)),
      'The quota compute of namespace shop allows no further pod for cart (pods: 10 of 10 used, 1 more asked for).',
    );
  });

  it('with the sizes of a claim and of the volume that would fit', () => {
    const database = application('db', {
      spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      pod: pending('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
    });
    const shared = { accessModes: ['ReadWriteOnce'], storageClassName: '' };
    const claim = object('PersistentVolumeClaim', 'shop/data', {
      spec: { ...shared, resources: { requests: { storage: '5Gi' } } },
      status: { phase: 'Pending' },
    });
    const volume = object('PersistentVolume', 'v', {
      spec: { ...shared, capacity: { storage: '1Gi' } },
      status: { phase: 'Available' },
    });
    assert.equal(summary(...database, claim, volume), 'The claim data of db asks for 5Gi; the volume v has 1Gi.');
  });

  const probed = (port: number | string) => [
    ...application('cart', {
      container: {
        name: 'server',
        image,
        ports: [{ containerPort: 8080 }],
        livenessProbe: { httpGet: { path: '/', port } },
      },
      pod: crashing,
    }),
    event('shop/Pod/cart-1', 'Unhealthy', 'Liveness probe failed: connection refused'),
  ];

  it('with the port that a probe asks, by number or by name', () => {
    assert.equal(
      summary(...probed(8081)),
      'The liveness probe of cart asks port 8081, which the container does not have.',
    );
    assert.equal(
      summary(...probed('grpc')),
      'The liveness probe of cart asks port "grpc", which the container does not have.',
    );
  });
});
