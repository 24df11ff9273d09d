import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crashing, node, recordedAt, running } from '../../../testing/cluster.ts';
import { Probe, failing } from '../../../testing/probe.ts';
import type { KubernetesObject } from '../../object.ts';
import { resourceNamed } from '../../resources.ts';

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
    assert.deepEqual(new Set((await probe.endpoints())[0]), new Set(addresses));
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
