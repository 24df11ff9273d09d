import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exampleObjects, plain } from '../../testing/cluster.ts';
import { Probe, checkout } from '../../testing/probe.ts';
import type { KubernetesObject } from '../object.ts';
import { resourceNamed } from '../resources.ts';
import { KubernetesError } from '../status.ts';

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
