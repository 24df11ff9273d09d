import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import { call, readKubernetes, startControlPlane } from '../testing/harness.ts';
import type { Answer, CallOptions } from '../testing/harness.ts';

describe('an Idempotency-Key', () => {
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    controlPlane = await startControlPlane();
  });

  afterEach(() => controlPlane.close());

  function restart(key: string | undefined, options: CallOptions = {}, params: JsonObject = {}): Promise<Answer> {
    const body = { params: { deployment: 'checkout', ...params } };
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    return call(controlPlane, 'POST', '/internal/v1/operations/restart_deployment', { body, headers, ...options });
  }

  test('is carried out once; the first answer comes again, and says so', async () => {
    const first = await restart('one');
    const again = await restart('one');
    assert.equal(again.status, 200);
    assert.equal(again.text, first.text);
    assert.equal(first.headers.get('idempotency-replayed'), null);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal(controlPlane.state.operations.length, 1);
  });

  test('of a hundred at once is carried out once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => restart('one')));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
    assert.equal(controlPlane.state.operations.length, 1);
  });

  test('with other parameters is a 422, and nothing happens', async () => {
    await restart('one');
    assert.equal((await restart('one', {}, { namespace: 'shop' })).status, 422);
    assert.equal(controlPlane.state.operations.length, 1);
  });

  test('belongs to the user: another one’s is another', async () => {
    await restart('one');
    assert.equal((await restart('one', { as: 'erin' })).status, 200);
    assert.equal(controlPlane.state.operations.length, 2);
  });

  test('belongs to the operation', async () => {
    await restart('one');
    const body = { params: { deployment: 'checkout', replicas: 3 } };
    const headers = { 'idempotency-key': 'one' };
    assert.equal((await call(controlPlane, 'POST', '/internal/v1/operations/scale', { body, headers })).status, 200);
  });

  test('is needed: without one each request is carried out', async () => {
    await restart(undefined);
    await restart(undefined);
    assert.equal(controlPlane.state.operations.length, 2);
  });

  test('of a refusal is free again, for nothing happened', async () => {
    assert.equal((await restart('one', {}, { deployment: 'nothing' })).status, 404);
    assert.equal((await restart('one')).status, 200);
  });

  test('finds the answer that was lost', async () => {
    controlPlane.switches.failNextOperation('after');
    await assert.rejects(restart('one'), /fetch failed/);
    assert.equal(controlPlane.state.operations.length, 1);
    const again = await restart('one');
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal(controlPlane.state.operations.length, 1);
  });

  test('of a failure before anything was done is carried out by the next request', async () => {
    controlPlane.switches.failNextOperation('before');
    assert.equal((await restart('one')).status, 503);
    assert.deepEqual(controlPlane.state.operations, []);
    const { text } = await readKubernetes(controlPlane, '/apis/apps/v1/namespaces/shop/deployments/checkout');
    assert.ok(!text.includes('restartedAt'));
    const again = await restart('one');
    assert.equal(again.headers.get('idempotency-replayed'), null);
    assert.equal(controlPlane.state.operations.length, 1);
  });
});
