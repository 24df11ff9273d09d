import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { event } from '../../cluster/testing/index.ts';
import { application, crashing, findingsIn, rootIn } from '../testing/scene.ts';

describe('A limit of memory', () => {
  const init =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown';

  it('may be too low for a container even to be started, as runc says it', () => {
    const status = {
      ...crashing.containerStatus,
      name: 'server',
      image: '',
      imageID: '',
      ready: false,
      restartCount: 3,
    };
    const ended = { exitCode: 128, reason: 'StartError', message: init };
    for (const containerStatus of [
      { ...status, lastState: { terminated: ended } },
      { ...status, restartCount: 0, lastState: {}, state: { waiting: { reason: 'RunContainerError', message: init } } },
    ])
      assert.equal(rootIn(application('cart', { pod: { containerStatus } })), 'out-of-memory of Deployment cart');
    const waiting = { ...status, restartCount: 0, lastState: {}, state: { waiting: { reason: 'ContainerCreating' } } };
    assert.equal(
      rootIn([
        ...application('cart', { pod: { containerStatus: waiting } }),
        event('shop/Pod/cart-1', 'FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: ${init}`),
      ]),
      'out-of-memory of Deployment cart',
    );
  });

  it('that a container was ended for once explains little while it runs well since', () => {
    const restarted = (ready: boolean, finishedAt: string) =>
      application('cart', {
        pod: {
          containerStatus: {
            name: 'server',
            image: '',
            imageID: '',
            ready,
            restartCount: 1,
            state: { running: {} },
            lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt } },
          },
        },
      });
    const severity = (ready: boolean, finishedAt: string) =>
      findingsIn(restarted(ready, finishedAt)).find(({ cause }) => cause === 'out-of-memory')?.severity;
    assert.equal(severity(true, '2026-03-01T11:58:00Z'), 'critical');
    assert.equal(severity(false, '2026-03-01T11:20:00Z'), 'critical');
    assert.equal(severity(true, '2026-03-01T11:20:00Z'), 'warning');
    assert.equal(severity(true, '2026-02-27T11:20:00Z'), undefined);
  });
});
