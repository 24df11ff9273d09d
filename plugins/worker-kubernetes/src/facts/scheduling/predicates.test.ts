import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requestsOf } from './predicates.ts';

const asking = (memory: string, restartPolicy?: 'Always') => ({
  name: memory,
  resources: { requests: { memory } },
  ...(restartPolicy === undefined ? {} : { restartPolicy }),
});
const gibibytes = (spec: Parameters<typeof requestsOf>[0]) => requestsOf(spec).memory / 2 ** 30;

describe('What a pod requests', () => {
  it('is the sum of its containers, or the largest that runs before them', () => {
    assert.equal(gibibytes({ containers: [asking('2Gi'), asking('1Gi')], initContainers: [asking('2Gi')] }), 3);
    assert.equal(gibibytes({ containers: [asking('2Gi')], initContainers: [asking('5Gi'), asking('1Gi')] }), 5);
  });

  it('counts sidecars among the init containers beside the containers, and beside what runs after them', () => {
    const sidecar = asking('4Gi', 'Always');
    assert.equal(gibibytes({ containers: [asking('2Gi')], initContainers: [sidecar, asking('1Gi')] }), 6);
    assert.equal(gibibytes({ containers: [asking('2Gi')], initContainers: [sidecar, asking('3Gi')] }), 7);
    assert.equal(gibibytes({ containers: [asking('2Gi')], initContainers: [asking('3Gi'), sidecar] }), 6);
  });
});
