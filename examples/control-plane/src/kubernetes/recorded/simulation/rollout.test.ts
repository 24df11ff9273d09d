import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crashing } from '../../../testing/cluster.ts';
import { Probe, failing } from '../../../testing/probe.ts';
import type { ReplicaSet } from '../../kinds.ts';
import { resourceNamed } from '../../resources.ts';

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
    assert.deepEqual(new Set((await probe.endpoints())[0]), new Set(pods.map(({ status }) => status.podIP)));
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
