import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ControlPlane } from '../../control-plane.ts';
import { crashing, deployment, plain, pod, replicaSet, running } from '../../testing/cluster.ts';
import { readKubernetes, startControlPlane } from '../../testing/harness.ts';
import type { Answer } from '../../testing/harness.ts';
import type { Status } from '../status.ts';

describe('logs of a recorded cluster', () => {
  let controlPlane: ControlPlane;

  before(async () => {
    const set = replicaSet(deployment('shop', 'web'), 'set', 2);
    const waiting = running('10.1.0.9');
    waiting.containerStatuses = [
      { name: 'server', ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
    ];
    const two = pod(set, 'two');
    two.spec.containers.push({ name: 'sidecar' });
    controlPlane = await startControlPlane({
      cluster: {
        kind: 'recorded',
        objects: [
          plain('v1', 'Namespace', { name: 'shop' }),
          pod(set, 'one', crashing('10.1.0.1', 3)),
          two,
          pod(set, 'new', waiting),
        ],
        logs: {
          'shop/web-set-one/server': 'first\nsecond\nthird\n',
          'shop/web-set-one/server-previous': 'before\n',
          'shop/web-set-two/sidecar': 'beside\n',
        },
      },
    });
  });

  after(() => controlPlane.close());

  function log(name: string, query = ''): Promise<Answer> {
    return readKubernetes(controlPlane, `/api/v1/namespaces/shop/pods/web-set-${name}/log${query}`);
  }

  async function refusal(name: string, query = ''): Promise<[number, string]> {
    const answer = await log(name, query);
    return [answer.status, (answer.json() as Status).message];
  }

  test('the log of the only container is plain text, and can be cut', async () => {
    const answer = await log('one');
    assert.equal(answer.text, 'first\nsecond\nthird\n');
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal((await log('one', '?tailLines=1')).text, 'third\n');
    assert.equal((await log('one', '?limitBytes=3')).text, 'fir');
  });

  test('the log of the container before is another', async () => {
    assert.equal((await log('one', '?previous=true')).text, 'before\n');
    const [code, message] = await refusal('two', '?container=sidecar&previous=true');
    assert.equal(code, 400);
    assert.equal(message, 'previous terminated container "sidecar" in pod "web-set-two" not found');
  });

  test('of several containers one has to be named', async () => {
    assert.deepEqual(await refusal('two'), [
      400,
      'a container name must be specified for pod web-set-two, choose one of: [server sidecar]',
    ]);
    assert.equal((await log('two', '?container=sidecar')).text, 'beside\n');
    assert.equal((await log('two', '?container=server')).text, '');
    assert.deepEqual(await refusal('two', '?container=nothing'), [
      400,
      'container nothing is not valid for pod web-set-two',
    ]);
  });

  test('a container that waits has no log yet', async () => {
    assert.deepEqual(await refusal('new'), [
      400,
      'container "server" in pod "web-set-new" is waiting to start: ContainerCreating',
    ]);
  });

  test('a pod that is not there has none', async () => {
    assert.deepEqual(await refusal('nothing'), [404, 'pods "web-set-nothing" not found']);
  });
});
