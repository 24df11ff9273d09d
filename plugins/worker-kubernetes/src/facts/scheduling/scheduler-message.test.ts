import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSchedulerMessage } from './scheduler-message.ts';

describe('What the scheduler says', () => {
  const cases: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    '0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.':
      { cordon: 1, cpu: 3 },
    "0/4 nodes are available: 1 node(s) had untolerated taint {compute: high-performance}, 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector.":
      { taint: 1, cordon: 1, 'node-affinity': 2 },
    "0/3 nodes are available: 3 node(s) had taint {a: b}, that the pod didn't tolerate.": { taint: 3 },
    '0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }, 2 Insufficient memory.':
      { 'node-not-ready': 1, memory: 2 },
    "0/5 nodes are available: 2 node(s) didn't satisfy existing pods anti-affinity rules, 3 node(s) didn't match pod anti-affinity rules.":
      { 'pod-anti-affinity': 5 },
    "0/5 nodes are available: 5 node(s) didn't match node selector.": { 'node-affinity': 5 },
    '0/4 nodes are available: pod has unbound immediate PersistentVolumeClaims.': { claim: 4 },
    '0/4 nodes are available: persistentvolumeclaim "data" not found.': { claim: 4 },
    '0/2 nodes are available: 2 Too many pods.': { 'pod-count': 2 },
    "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints.": { 'topology-spread': 2 },
    '0/2 nodes are available: 1 Insufficient nvidia.com/gpu, 1 node(s) had volume node affinity conflict.': {
      'other-resource': 1,
      volume: 1,
    },
    "0/2 nodes are available: 2 node(s) didn't match PersistentVolume's node affinity.": { volume: 2 },
    '0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.':
      { 'claim-in-use': 2 },
    'no nodes available to schedule pods': {},
  };
  for (const [message, counts] of Object.entries(cases)) {
    it(`"${message.slice(0, 90)}"`, () => assert.deepEqual(Object.fromEntries(readSchedulerMessage(message)), counts));
  }
});
