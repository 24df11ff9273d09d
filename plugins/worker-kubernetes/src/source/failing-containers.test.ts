import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pod, type PodShape, waitingPod } from '../cluster/testing/index.ts';
import { failingContainers } from './failing-containers.ts';

const failing = (shape: PodShape) => failingContainers([pod('shop/cart-1', shape)]).length > 0;
const terminated = (exitCode: number) => ({ ready: false, state: { terminated: { exitCode } } });

test('a container that waits, ended with an error, restarted or is not ready is failing', () => {
  assert.equal(failing({}), false);
  assert.equal(failing({ containerStatus: { ready: false } }), true);
  assert.equal(failing({ containerStatus: { restartCount: 1 } }), true);
  assert.equal(failing({ containerStatus: terminated(1) }), true);
  assert.equal(failingContainers([waitingPod('shop/cart-1', 'ImagePullBackOff')]).length, 1);
});

test('what was meant to end, and ended well, is not', () => {
  assert.equal(failing({ containerStatus: terminated(0), status: { phase: 'Succeeded' } }), false);
  const done = { name: 'migrate', ...terminated(0), restartCount: 0 };
  assert.equal(failing({ status: { initContainerStatuses: [done], containerStatuses: [] } }), false);
});

test('a log before exists after a restart, a log of now only once it has run', () => {
  const [pulling] = failingContainers([waitingPod('shop/cart-1', 'ImagePullBackOff')]);
  assert.deepEqual([pulling?.hasCurrent, pulling?.hasPrevious], [false, false]);
  const [crashing] = failingContainers([
    waitingPod('shop/cart-1', 'CrashLoopBackOff', '', { containerStatus: { restartCount: 2 } }),
  ]);
  assert.deepEqual(crashing, {
    namespace: 'shop',
    pod: 'cart-1',
    container: 'server',
    hasCurrent: true,
    hasPrevious: true,
  });
});

test('a pod that has no status yet has no log', () => {
  assert.deepEqual(failingContainers([pod('shop/cart-1', { status: { containerStatuses: [] } })]), []);
});
