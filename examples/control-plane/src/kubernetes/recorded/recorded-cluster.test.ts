import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  crashing,
  deployment,
  endpoints,
  exampleObjects,
  node,
  plain,
  pod,
  recordedAt,
  replicaSet,
  running,
  service,
  unschedulable,
} from '../../testing/cluster.ts';
import type { Deployment, Endpoints, Node, Pod, ReplicaSet } from '../kinds.ts';
import type { KubernetesObject } from '../object.ts';
import { resourceNamed } from '../resources.ts';
import { KubernetesError } from '../status.ts';
import { logsFromText } from './log-source.ts';
import { RecordedCluster } from './recorded-cluster.ts';

const checkout = { namespace: 'shop', name: 'checkout' };

class Probe {
  readonly cluster: RecordedCluster;

  constructor(objects: readonly KubernetesObject[] = exampleObjects()) {
    this.cluster = new RecordedCluster(objects, logsFromText({}));
  }

  async deployment(): Promise<Deployment> {
    return (await this.cluster.get(resourceNamed('deployments'), checkout)) as Deployment;
  }

  async pods(): Promise<Pod[]> {
    return (await this.cluster.list(resourceNamed('pods'), ['shop'], {})).items as Pod[];
  }

  async sets(): Promise<Record<string, number | undefined>> {
    const { items } = await this.cluster.list(resourceNamed('replicasets'), ['shop'], {});
    return Object.fromEntries((items as ReplicaSet[]).map(({ metadata, spec }) => [metadata.name, spec.replicas]));
  }

  /** Addresses that get traffic, and those that do not yet. */
  async endpoints(): Promise<[string[], string[]]> {
    const { subsets } = (await this.cluster.get(resourceNamed('endpoints'), checkout)) as Endpoints;
    const ready = subsets.flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip));
    return [ready, subsets.flatMap(({ notReadyAddresses = [] }) => notReadyAddresses.map(({ ip }) => ip))];
  }

  scale(replicas: number): Promise<KubernetesObject> {
    return this.cluster.patch(resourceNamed('deployments'), checkout, { spec: { replicas } });
  }

  changeTemplate(template: Record<string, never> | { metadata: object } | { spec: object }): Promise<KubernetesObject> {
    return this.cluster.patch(
      resourceNamed('deployments'),
      checkout,
      JSON.parse(JSON.stringify({ spec: { template } })),
    );
  }
}

function failing(statuses: readonly Pod['status'][]): KubernetesObject[] {
  const owner = deployment('shop', 'checkout', statuses.length);
  const set = replicaSet(owner, 'current', 2);
  const pods = statuses.map((status, index) => pod(set, `p${index}`, status));
  return [node('node-1'), owner, set, ...pods, service('shop', 'checkout', { app: 'checkout' })];
}

describe('scaling a recorded deployment', () => {
  test('up: pods come from the template, owned by the current set, on a node, ready, and behind the service', async () => {
    const probe = new Probe();
    await probe.scale(4);
    const pods = await probe.pods();
    assert.equal(pods.length, 4);
    const created = pods.filter(({ metadata }) => metadata.creationTimestamp !== recordedAt);
    assert.equal(created.length, 2);
    for (const { metadata, spec, status } of created) {
      assert.match(metadata.name, /^checkout-current-[a-z0-9]{5}$/);
      assert.equal(metadata.ownerReferences?.[0]?.name, 'checkout-current');
      assert.deepEqual(metadata.labels, { app: 'checkout', 'pod-template-hash': 'current' });
      assert.equal(spec.nodeName, 'node-1');
      assert.equal(spec.containers[0]?.image, 'registry.example/checkout:2');
      assert.deepEqual([status.phase, status.hostIP], ['Running', '192.168.7.1']);
      assert.equal(status.containerStatuses?.[0]?.restartCount, 0);
    }
    const { spec, status } = await probe.deployment();
    assert.equal(spec.replicas, 4);
    assert.deepEqual(
      [status?.replicas, status?.readyReplicas, status?.availableReplicas, status?.updatedReplicas],
      [4, 4, 4, 4],
    );
    assert.deepEqual(await probe.sets(), { 'checkout-current': 4, 'checkout-earlier': 0 });
    const addresses = pods.map(({ status: { podIP } }) => podIP);
    assert.equal(new Set(addresses).size, 4);
    assert.deepEqual((await probe.endpoints())[0].toSorted(), addresses.toSorted());
  });

  test('down, and to zero: pods and their addresses are gone', async () => {
    const probe = new Probe();
    await probe.scale(1);
    assert.deepEqual(
      (await probe.pods()).map(({ metadata }) => metadata.name),
      ['checkout-current-bbbbb'],
    );
    assert.deepEqual(await probe.endpoints(), [['10.1.0.2'], []]);
    await probe.scale(0);
    assert.deepEqual(await probe.pods(), []);
    assert.deepEqual(await probe.endpoints(), [[], []]);
    assert.equal((await probe.deployment()).status?.readyReplicas, undefined);
  });

  test('down takes pods that are not ready first', async () => {
    const probe = new Probe(failing([running('10.1.0.1'), crashing('10.1.0.2', 7), running('10.1.0.3')]));
    await probe.scale(2);
    assert.deepEqual(
      (await probe.pods()).map(({ status }) => status.podIP),
      ['10.1.0.1', '10.1.0.3'],
    );
  });

  test('up heals nothing: what crashes goes on crashing, and gets no traffic', async () => {
    const probe = new Probe(failing([crashing('10.1.0.1', 7)]));
    await probe.scale(2);
    const pods = await probe.pods();
    assert.deepEqual(
      pods.map(({ status }) => status.containerStatuses?.[0]?.state?.waiting?.reason),
      ['CrashLoopBackOff', 'CrashLoopBackOff'],
    );
    const [ready, notReady] = await probe.endpoints();
    assert.deepEqual([ready.length, notReady.length], [0, 2]);
    assert.equal((await probe.deployment()).status?.unavailableReplicas, 2);
  });

  test('up where no node takes pods: the new one waits, with no address', async () => {
    const objects = failing([running('10.1.0.1')]).filter(({ kind }) => kind !== 'Node');
    const probe = new Probe([...objects, node('node-1', { unschedulable: true })]);
    await probe.scale(2);
    const waiting = (await probe.pods()).find(({ status }) => status.phase === 'Pending');
    assert.equal(waiting?.status.podIP, undefined);
    assert.equal(waiting?.spec.nodeName, undefined);
    assert.equal(waiting?.status.conditions?.[0]?.reason, 'Unschedulable');
    assert.equal((await probe.deployment()).status?.readyReplicas, 1);
  });

  test('the same steps on the same recording always give the same cluster', async () => {
    const [one, other] = [new Probe(), new Probe()];
    for (const probe of [one, other]) {
      await probe.scale(5);
      await probe.scale(3);
    }
    assert.deepEqual(await one.pods(), await other.pods());
    assert.deepEqual(await one.endpoints(), await other.endpoints());
  });

  test('everything that changed has a newer resource version, and nothing else has', async () => {
    const probe = new Probe();
    const before = await probe.deployment();
    const { metadata } = await probe.cluster.list(resourceNamed('pods'), ['shop'], {});
    await probe.scale(3);
    const after = await probe.deployment();
    assert.ok(Number(after.metadata.resourceVersion) > Number(metadata.resourceVersion));
    assert.equal(after.metadata.generation, (before.metadata.generation ?? 0) + 1);
    const untouched = (await probe.pods()).filter(({ metadata: { name } }) => /-(aaaaa|bbbbb)$/.test(name));
    assert.ok(
      untouched.every(
        ({ metadata: { resourceVersion } }) => Number(resourceVersion) <= Number(metadata.resourceVersion),
      ),
    );
    await probe.scale(3);
    assert.equal((await probe.deployment()).metadata.resourceVersion, after.metadata.resourceVersion);
  });

  test('an event tells of it', async () => {
    const probe = new Probe();
    await probe.scale(3);
    const { items } = await probe.cluster.list(resourceNamed('events'), ['shop'], {});
    const messages = items.map((event) => (event as KubernetesObject & { message: string }).message);
    assert.deepEqual(messages, ['Scaled up replica set checkout-current to 3 from 2']);
  });
});

describe('rolling out a recorded deployment', () => {
  test('a restart replaces every pod, and counts restarts from zero', async () => {
    const probe = new Probe();
    await probe.changeTemplate({
      metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-03-01T12:30:00Z' } },
    });
    const pods = await probe.pods();
    assert.equal(pods.length, 2);
    for (const { metadata, status } of pods) {
      assert.ok(!/-(aaaaa|bbbbb)$/.test(metadata.name));
      assert.equal(metadata.annotations?.['kubectl.kubernetes.io/restartedAt'], '2026-03-01T12:30:00Z');
      assert.equal(status.containerStatuses?.[0]?.restartCount, 0);
    }
    const [replaced, ...others] = Object.entries(await probe.sets()).filter(([, replicas]) => replicas === 2);
    assert.notEqual(replaced?.[0], 'checkout-current');
    assert.deepEqual(others, []);
    assert.equal((await probe.deployment()).metadata.annotations?.['deployment.kubernetes.io/revision'], '3');
    assert.deepEqual((await probe.endpoints())[0].toSorted(), pods.map(({ status }) => status.podIP).toSorted());
  });

  test('a restart heals nothing that the recording does not show to be healed by it', async () => {
    const probe = new Probe(failing([crashing('10.1.0.1', 7)]));
    await probe.changeTemplate({ metadata: { annotations: { restarted: 'now' } } });
    const [only] = await probe.pods();
    assert.equal(only?.status.containerStatuses?.[0]?.state?.waiting?.reason, 'CrashLoopBackOff');
    assert.equal(only?.status.containerStatuses?.[0]?.restartCount, 0);
  });

  test('another specification is another chance: its pods become ready', async () => {
    const probe = new Probe(failing([crashing('10.1.0.1', 7)]));
    await probe.changeTemplate({ spec: { containers: [{ name: 'server', image: 'registry.example/checkout:3' }] } });
    const [only] = await probe.pods();
    assert.equal(only?.spec.containers[0]?.image, 'registry.example/checkout:3');
    assert.equal(only?.status.containerStatuses?.[0]?.ready, true);
  });

  test('a template that was run before is run by its old set, as the newest revision', async () => {
    const probe = new Probe();
    const { items } = await probe.cluster.list(resourceNamed('replicasets'), ['shop'], {});
    const earlier = (items as ReplicaSet[]).find(({ metadata }) => metadata.name === 'checkout-earlier');
    await probe.changeTemplate({ spec: earlier?.spec.template.spec ?? {} });
    assert.deepEqual(await probe.sets(), { 'checkout-current': 0, 'checkout-earlier': 2 });
    assert.equal((await probe.deployment()).metadata.annotations?.['deployment.kubernetes.io/revision'], '3');
  });
});

describe('services and nodes of a recorded cluster', () => {
  test('a selector that fits again brings the endpoints back', async () => {
    const objects = exampleObjects().filter(({ kind }) => kind !== 'Service' && kind !== 'Endpoints');
    const probe = new Probe([
      ...objects,
      service('shop', 'checkout', { app: 'chekcout' }),
      endpoints('shop', 'checkout', []),
    ]);
    await probe.cluster.patch(resourceNamed('services'), checkout, { spec: { selector: { app: 'checkout' } } });
    assert.deepEqual(await probe.endpoints(), [['10.1.0.1', '10.1.0.2'], []]);
    await probe.cluster.patch(resourceNamed('services'), checkout, { spec: { selector: { app: 'none' } } });
    assert.deepEqual(await probe.endpoints(), [[], []]);
  });

  test('a port name that no container has leaves no endpoints', async () => {
    const probe = new Probe();
    const ports = [{ name: 'http', port: 80, targetPort: 'nothing' }];
    await probe.cluster.patch(resourceNamed('services'), checkout, { spec: { ports } });
    assert.deepEqual(await probe.endpoints(), [[], []]);
  });

  test('an uncordoned node loses its taint and takes the pods that waited for it, if they fit', async () => {
    const waiting = unschedulable('0/1 nodes are available: 1 node(s) were unschedulable.');
    const objects = failing([waiting]).filter(({ kind }) => kind !== 'Node');
    const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
    const probe = new Probe([...objects, node('node-1', { unschedulable: true, taints: [cordon] })]);
    await probe.cluster.patch(
      resourceNamed('nodes'),
      { namespace: null, name: 'node-1' },
      { spec: { unschedulable: null } },
    );
    const uncordoned = (await probe.cluster.get(resourceNamed('nodes'), { namespace: null, name: 'node-1' })) as Node;
    assert.deepEqual(uncordoned.spec, {});
    const [started] = await probe.pods();
    assert.deepEqual([started?.spec.nodeName, started?.status.phase], ['node-1', 'Running']);
    assert.equal((await probe.deployment()).status?.readyReplicas, 1);
    assert.equal((await probe.endpoints())[0].length, 1);
  });

  test('a pod that asks for another node, or does not tolerate a taint, goes on waiting', async () => {
    const waiting = unschedulable('0/2 nodes are available: 1 node(s) were unschedulable.');
    const [owner, set] = [deployment('shop', 'checkout'), replicaSet(deployment('shop', 'checkout'), 'current', 2)];
    const choosy = pod(set, 'choosy', waiting);
    choosy.spec.nodeSelector = { disk: 'fast' };
    const taints = [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }];
    const probe = new Probe([
      owner,
      set,
      choosy,
      pod(set, 'other', waiting),
      node('node-1', { unschedulable: true, taints }),
    ]);
    await probe.cluster.patch(
      resourceNamed('nodes'),
      { namespace: null, name: 'node-1' },
      { spec: { unschedulable: null } },
    );
    assert.deepEqual(
      (await probe.pods()).map(({ status }) => status.phase),
      ['Pending', 'Pending'],
    );
  });
});

describe('objects of a recorded cluster', () => {
  test('a patch that rests on an older version is a 409', async () => {
    const probe = new Probe();
    const { resourceVersion = '' } = (await probe.deployment()).metadata;
    const stale = { metadata: { resourceVersion }, spec: { replicas: 9 } };
    await probe.scale(3);
    await assert.rejects(
      probe.cluster.patch(resourceNamed('deployments'), checkout, stale),
      (error) => error instanceof KubernetesError && error.code === 409,
    );
    assert.equal((await probe.deployment()).spec.replicas, 3);
  });

  test('the objects that were given are never changed', async () => {
    const objects = exampleObjects();
    const before = structuredClone(objects);
    const probe = new Probe(objects);
    await probe.scale(5);
    assert.deepEqual(objects, before);
  });

  test('applying creates what is missing, and merges into what is there', async () => {
    const probe = new Probe();
    const budget = plain('policy/v1', 'PodDisruptionBudget', checkout, { spec: { minAvailable: 1 } });
    const created = await probe.cluster.apply(resourceNamed('poddisruptionbudgets'), budget);
    assert.equal(created.metadata.creationTimestamp, '2026-03-01T12:00:01Z');
    const changed = plain('policy/v1', 'PodDisruptionBudget', checkout, { spec: { minAvailable: 2 } });
    await probe.cluster.apply(resourceNamed('poddisruptionbudgets'), changed);
    const found = await probe.cluster.get(resourceNamed('poddisruptionbudgets'), checkout);
    assert.deepEqual((found as KubernetesObject & { spec: object }).spec, { minAvailable: 2 });
  });
});
