import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClusterObject } from '../../cluster/kinds.ts';
import { event, node, object, pod, type PodShape } from '../../cluster/testing/index.ts';
import { application, type ApplicationShape, pending, rootIn } from '../testing/scene.ts';

const controlPlane = node('control', {
  metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } },
  spec: { unschedulable: true, taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
});
const labelled = (name: string, labels: Record<string, string>, spec = {}) =>
  node(name, { metadata: { labels: { 'kubernetes.io/hostname': name, ...labels } }, spec });
const cordoned = { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] };

function waiting(message: string, shape: ApplicationShape = {}): ClusterObject[] {
  return application('cart', { ...shape, pod: pending(message) });
}

function requiring(key: string, operator: string, values: string[]) {
  const terms = [{ matchExpressions: [{ key, operator, values }] }];
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
  };
}

function asking(resource: string, amount: string): ApplicationShape {
  return {
    container: { name: 'server', image: 'registry.example/cart:1', resources: { requests: { [resource]: amount } } },
  };
}

describe('A pod without a node', () => {
  const workers = [labelled('a', {}), labelled('b', {})];

  it('asks for more CPU than any node has', () => {
    const message = '0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.';
    assert.equal(
      rootIn([controlPlane, ...workers, ...waiting(message, asking('cpu', '64'))]),
      'cpu-capacity-mismatch of Deployment cart',
    );
  });

  it('asks for more memory than is left on any node', () => {
    const message = '0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient memory.';
    const full = ['a', 'b'].map((name) =>
      pod(`shop/full-${name}`, {
        spec: { nodeName: name, containers: [{ name: 'x', resources: { requests: { memory: '7Gi' } } }] },
      }),
    );
    assert.equal(
      rootIn([controlPlane, ...workers, ...full, ...waiting(message, asking('memory', '3Gi'))]),
      'memory-capacity-mismatch of Deployment cart',
    );
  });

  it('is told by the message alone where nodes may not be read', () => {
    const message =
      '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient memory. preemption: 0/3 nodes are available.';
    assert.equal(rootIn(waiting(message), { missing: ['Node'] }), 'memory-capacity-mismatch of Deployment cart');
  });

  const mismatch =
    "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector.";

  it('has an affinity that no node fits', () => {
    assert.equal(
      rootIn([controlPlane, ...workers, ...waiting(mismatch, { spec: requiring('disk', 'In', ['ssd']) })]),
      'node-affinity-mismatch of Deployment cart',
    );
  });

  it('has an affinity that only the control plane fits', () => {
    const busy = [labelled('a', { state: 'maintenance' }), labelled('b', { state: 'maintenance' })];
    assert.equal(
      rootIn([controlPlane, ...busy, ...waiting(mismatch, { spec: requiring('state', 'NotIn', ['maintenance']) })]),
      'node-affinity-mismatch of Deployment cart',
    );
  });

  it('has a node selector that no node fits', () => {
    assert.equal(
      rootIn([controlPlane, ...workers, ...waiting(mismatch, { spec: { nodeSelector: { disk: 'ssd' } } })]),
      'node-selector-mismatch of Deployment cart',
    );
  });

  it('is kept from the node that its selector means by a cordon, not by its selector', () => {
    const nodes = [labelled('a', { hardware: 'gpu' }, cordoned), labelled('b', {}), labelled('c', {})];
    const message =
      "0/4 nodes are available: 2 node(s) didn't match Pod's node affinity/selector, 2 node(s) were unschedulable.";
    assert.equal(
      rootIn([controlPlane, ...nodes, ...waiting(message, { spec: { nodeSelector: { hardware: 'gpu' } } })]),
      'node-cordoned of Deployment cart',
    );
  });

  it('is kept from the node that its affinity means by a taint, not by its affinity', () => {
    const nodes = [
      labelled('a', { pool: 'fast' }, { taints: [{ key: 'pool', value: 'fast', effect: 'NoSchedule' }] }),
      labelled('b', {}),
      labelled('c', {}),
    ];
    const message =
      "0/4 nodes are available: 1 node(s) had untolerated taint {pool: fast}, 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector.";
    assert.equal(
      rootIn([controlPlane, ...nodes, ...waiting(message, { spec: requiring('pool', 'In', ['fast']) })]),
      'taint-not-tolerated of Deployment cart',
    );
  });

  it('is kept away by an affinity that excludes most nodes, not by the cordon of one that it does not name', () => {
    const nodes = [labelled('a', {}, cordoned), labelled('b', { state: 'down' }), labelled('c', { state: 'down' })];
    const message =
      "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector.";
    assert.equal(
      rootIn([...nodes, ...waiting(message, { spec: requiring('state', 'NotIn', ['down']) })]),
      'node-affinity-mismatch of Deployment cart',
    );
  });

  it('finds all nodes cordoned', () => {
    const nodes = [labelled('a', {}, cordoned), labelled('b', {}, cordoned)];
    assert.equal(
      rootIn([controlPlane, ...nodes, ...waiting('0/3 nodes are available: 3 node(s) were unschedulable.')]),
      'node-cordoned of Deployment cart',
    );
  });

  it('is told of the taint of old releases', () => {
    const message = "0/2 nodes are available: 2 node(s) had taint {dedicated: ml}, that the pod didn't tolerate.";
    const nodes = ['a', 'b'].map((name) =>
      labelled(name, {}, { taints: [{ key: 'dedicated', value: 'ml', effect: 'NoExecute' }] }),
    );
    assert.equal(rootIn([...nodes, ...waiting(message)]), 'taint-not-tolerated of Deployment cart');
    assert.equal(rootIn(waiting(message), { missing: ['Node'] }), 'taint-not-tolerated of Deployment cart');
  });

  it('tolerates the taint, and misses something else', () => {
    const nodes = [labelled('a', {}, { taints: [{ key: 'dedicated', value: 'ml', effect: 'NoSchedule' }] })];
    const shape = { ...asking('cpu', '64'), spec: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } };
    assert.equal(
      rootIn([...nodes, ...waiting('0/1 nodes are available: 1 Insufficient cpu.', shape)]),
      'cpu-capacity-mismatch of Deployment cart',
    );
  });

  const apart = (app: string) => ({
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    },
  });
  const message = "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.";

  it('will not be beside the pods that are on every node', () => {
    const others = ['a', 'b'].map((name) => pod(`shop/pay-${name}`, { spec: { nodeName: name } }));
    assert.equal(
      rootIn([...workers, ...others, ...waiting(message, { spec: apart('pay') })]),
      'pod-anti-affinity-conflict of Deployment cart',
    );
  });

  it('is not wanted by the pods that are on every node', () => {
    const others = application('pay', { spec: { ...apart('cart'), nodeName: 'a' } });
    const satisfied = "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.";
    assert.equal(
      rootIn([labelled('a', {}), ...others, ...waiting(satisfied)]),
      'pod-anti-affinity-conflict of Deployment cart',
    );
  });

  it('has an anti-affinity that is not in the way', () => {
    const others = [pod('shop/pay-a', { spec: { nodeName: 'a' } })];
    const shape = { ...asking('cpu', '64'), spec: apart('pay') };
    assert.equal(
      rootIn([...workers, ...others, ...waiting('0/2 nodes are available: 2 Insufficient cpu.', shape)]),
      'cpu-capacity-mismatch of Deployment cart',
    );
  });
});

describe('A claim without a volume', () => {
  const claim = (spec: object) =>
    object('PersistentVolumeClaim', 'shop/data', {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: '',
        ...spec,
      },
      status: { phase: 'Pending' },
    });
  const volume = (name: string, spec: object = {}, phase = 'Available', labels = {}) =>
    object('PersistentVolume', name, {
      metadata: { labels },
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], storageClassName: '', ...spec },
      status: { phase },
    });
  const database = application('db', {
    spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
    pod: pending('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
  });
  const taken = { claimRef: { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'other' } };
  const cases: readonly (readonly [string, string, readonly ClusterObject[]])[] = [
    ['volume-storage-class-mismatch', 'its class is not there', [claim({ storageClassName: 'fast' }), volume('v')]],
    [
      'volume-storage-class-mismatch',
      'the volume has another class that nobody provisions',
      [
        claim({ storageClassName: 'slow' }),
        volume('v'),
        object('StorageClass', 'slow', { provisioner: 'kubernetes.io/no-provisioner' }),
      ],
    ],
    [
      'volume-capacity-mismatch',
      'it asks for more than the volume has',
      [claim({ resources: { requests: { storage: '5Gi' } } }), volume('v')],
    ],
    [
      'volume-access-mode-mismatch',
      'it asks for another access mode',
      [claim({ accessModes: ['ReadWriteMany'] }), volume('v')],
    ],
    [
      'volume-selector-mismatch',
      'its selector fits no volume',
      [claim({ selector: { matchLabels: { tier: 'gold' } } }), volume('v', {}, 'Available', { tier: 'silver' })],
    ],
    ['volume-occupied', 'the volume belongs to another claim', [claim({}), volume('v', taken, 'Bound')]],
    [
      'volume-occupied',
      'it names a volume that belongs to another claim',
      [claim({ volumeName: 'v' }), volume('v', taken, 'Bound'), volume('w', { capacity: { storage: '1Mi' } })],
    ],
    [
      'volume-capacity-mismatch',
      'a free volume is too small, and an old one is not given back',
      [
        claim({ resources: { requests: { storage: '3Gi' } } }),
        volume('v'),
        volume('old', { ...taken, capacity: { storage: '3Gi' } }, 'Released'),
      ],
    ],
  ];
  for (const [cause, why, objects] of cases) {
    it(`says ${cause} when ${why}`, () => {
      assert.equal(rootIn([...database, ...objects]), `${cause} of Deployment db`);
    });
  }

  it('asks its provisioner for an access mode that it does not make', () => {
    const words = [
      'failed to provision volume with StorageClass "cloud": rpc error: code = InvalidArgument desc = Volume capabilities MULTI_NODE_MULTI_WRITER not supported. Only AccessModes[ReadWriteOnce] supported.',
      'failed to provision volume with StorageClass "cloud": NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes',
      'failed to provision volume with StorageClass "cloud": rpc error: code = InvalidArgument desc = multi node access modes are only supported on rbd `block` type volumes',
    ];
    const provisioned = object('StorageClass', 'cloud', { provisioner: 'csi.example.com' });
    const wanted = claim({ storageClassName: 'cloud', accessModes: ['ReadWriteMany'] });
    const said = (message: string) => event('shop/PersistentVolumeClaim/data', 'ProvisioningFailed', message);
    for (const message of words) {
      assert.equal(
        rootIn([...database, wanted, provisioned, said(message)]),
        'volume-access-mode-mismatch of Deployment db',
      );
    }
    assert.equal(
      rootIn([...database, wanted, provisioned, said('failed to provision volume: quota of disks is used up')]),
      'volume-claim-unbound of Deployment db',
    );
  });

  it('asks its provisioner for volumes with labels', () => {
    const wanted = claim({ storageClassName: 'shared', selector: { matchLabels: { tier: 'fast' } } });
    const words = 'failed to provision volume with StorageClass "shared": claim Selector is not supported';
    assert.equal(
      rootIn([
        ...database,
        wanted,
        object('StorageClass', 'shared', { provisioner: 'nfs.example.com' }),
        event('shop/PersistentVolumeClaim/data', 'ProvisioningFailed', words),
      ]),
      'volume-selector-mismatch of Deployment db',
    );
  });

  it('gets the volume that it names or none, whatever its class would make', () => {
    const lazy = object('StorageClass', 'cloud', {
      provisioner: 'csi.example.com',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const named = claim({ storageClassName: 'cloud', volumeName: 'v' });
    assert.equal(
      rootIn([...database, named, lazy, volume('v', { storageClassName: 'manual' })]),
      'volume-storage-class-mismatch of Deployment db',
    );
  });

  it('blames no volume where a provisioner has yet to make one', () => {
    const provisioned = object('StorageClass', 'cloud', { provisioner: 'csi.example.com' });
    assert.equal(
      rootIn([...database, claim({ storageClassName: 'cloud' }), volume('v'), provisioned]),
      'volume-claim-unbound of Deployment db',
    );
  });
});

describe('A volume that is given to one alone', () => {
  it('is in use by another pod', () => {
    const message =
      '0/1 nodes are available: 1 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
    assert.equal(rootIn(application('db', { pod: pending(message) })), 'volume-in-use of Deployment db');
  });

  it('is in use on another node, whatever is said of waiting for it', () => {
    const creating: PodShape = {
      status: { phase: 'Pending' },
      containerStatus: {
        name: 'server',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { waiting: { reason: 'ContainerCreating' } },
      },
    };
    const of = (reason: string, message: string, lastTimestamp: string) =>
      event('shop/Pod/db-1', reason, message, { lastTimestamp });
    assert.equal(
      rootIn([
        ...application('db', { pod: creating }),
        of(
          'FailedAttachVolume',
          'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) db-0',
          '2026-03-01T11:50:00Z',
        ),
        of(
          'FailedMount',
          'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data]: timed out waiting for the condition',
          '2026-03-01T11:58:00Z',
        ),
      ]),
      'volume-in-use of Deployment db',
    );
  });
});
