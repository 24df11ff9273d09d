import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import type { Deployment } from '../kubernetes/kinds.ts';
import { exampleObjects } from '../testing/cluster.ts';
import { call, readKubernetes, startControlPlane } from '../testing/harness.ts';

const scalePath = '/internal/v1/workspaces/shop/deployments/checkout/scale';

describe('a dry run', () => {
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    controlPlane = await startControlPlane({ cluster: { kind: 'recorded', objects: exampleObjects() } });
  });

  afterEach(() => controlPlane.close());

  const checkout = async () => {
    const answer = await readKubernetes(controlPlane, '/apis/apps/v1/namespaces/shop/deployments/checkout');
    return answer.json() as Deployment;
  };
  const restart = (rest: JsonObject, query = '') =>
    call(controlPlane, 'POST', `/internal/v1/operations/restart_deployment${query}`, {
      body: { workspace_id: 'shop', params: { deployment: 'checkout' }, ...rest },
    });

  test('of a scaling and a restart says what would be done, and does nothing', async () => {
    const before = await checkout();
    const scaled = await call(controlPlane, 'POST', `${scalePath}?dry_run=true`, { body: { replicas: 5 } });
    assert.deepEqual([scaled.fields()['dry_run'], scaled.fields()['message']], [true, 'checkout would be scaled to 5']);
    assert.equal((await restart({ dry_run: true })).fields()['message'], 'checkout would restart');
    assert.equal((await restart({}, '?dry_run=true')).fields()['dry_run'], true);
    assert.deepEqual(await checkout(), before);
    assert.deepEqual(controlPlane.state.operations, []);
  });

  test('is refused for what is refused in earnest', async () => {
    const elsewhere = scalePath.replace('checkout', 'nothing');
    assert.equal(
      (await call(controlPlane, 'POST', `${elsewhere}?dry_run=true`, { body: { replicas: 5 } })).status,
      404,
    );
    assert.equal(
      (await call(controlPlane, 'POST', `${scalePath}?dry_run=true`, { body: { replicas: -1 } })).status,
      400,
    );
    controlPlane.state.directory.revoke('alice', 'shop', 'write');
    assert.equal(
      (await call(controlPlane, 'POST', `${scalePath}?dry_run=true`, { body: { replicas: 5 } })).status,
      403,
    );
  });

  test('of what cannot be tried is refused, and not done', async () => {
    const answer = await call(controlPlane, 'POST', '/internal/v1/operations/restart_vcluster?dry_run=true', {
      body: { workspace_id: 'shop', params: {} },
    });
    assert.equal(answer.status, 501);
    assert.deepEqual(controlPlane.state.operations, []);
  });

  test('that is asked for in another way is refused, and not done', async () => {
    for (const value of ['false', '1', 'yes']) {
      const answer = await call(controlPlane, 'POST', `${scalePath}?dry_run=${value}`, { body: { replicas: 5 } });
      assert.equal(answer.status, 400, value);
    }
    assert.deepEqual(controlPlane.state.operations, []);
  });
});
