import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import type { Deployment } from '../kubernetes/kinds.ts';
import type { KubernetesList } from '../kubernetes/object.ts';
import { exampleObjects } from '../testing/cluster.ts';
import { call, readKubernetes, startControlPlane } from '../testing/harness.ts';
import { decodeRecord, recordObject } from './release-record.ts';
import type { ReleaseRecord } from './release-record.ts';

const recordsPath = '/api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm';

function record(version: number, status: string, replicas: number): ReleaseRecord {
  const manifest = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: checkout }
spec: { replicas: ${replicas} }
---
apiVersion: v1
kind: Secret
metadata: { name: kept }
`;
  return { name: 'checkout', namespace: 'shop', version, manifest, info: { status }, chart: {}, config: { replicas } };
}

describe('releases of a recorded cluster', () => {
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    const records = [record(1, 'superseded', 4), record(2, 'failed', 9), record(3, 'deployed', 2)].map(recordObject);
    const pending = recordObject({ ...record(1, 'pending-install', 1), name: 'pending' });
    controlPlane = await startControlPlane({
      cluster: { kind: 'recorded', objects: [...exampleObjects(), ...records, pending] },
    });
  });

  afterEach(() => controlPlane.close());

  const rollBack = (params: JsonObject, body: JsonObject = {}) =>
    call(controlPlane, 'POST', '/internal/v1/operations/roll_back_release', { body: { params, ...body } });
  const records = async (as = 'alice') => {
    const list = (
      await readKubernetes(controlPlane, `${recordsPath}%2Cname%3Dcheckout`, { as })
    ).json() as KubernetesList;
    return list.items;
  };
  const replicas = async () => {
    const answer = await readKubernetes(controlPlane, '/apis/apps/v1/namespaces/shop/deployments/checkout');
    return (answer.json() as Deployment).spec.replicas;
  };
  const target = { namespace: 'shop', name: 'checkout' };

  test('are rolled back: objects as the earlier manifest says, and a new revision', async () => {
    const answer = await rollBack(target);
    assert.equal(answer.fields()['message'], 'checkout is rolled back to revision 1, as revision 4');
    assert.equal(await replicas(), 4);
    assert.deepEqual(
      (await records()).map(decodeRecord).map(({ version, info, config }) => [version, info.status, config]),
      [
        [1, 'superseded', { replicas: 4 }],
        [2, 'failed', { replicas: 9 }],
        [3, 'superseded', { replicas: 2 }],
        [4, 'deployed', { replicas: 4 }],
      ],
    );
    assert.deepEqual(
      controlPlane.state.operations.map(({ operation }) => operation),
      ['roll_back_release'],
    );
  });

  test('are not touched by a dry run, which says what would be', async () => {
    const answer = await rollBack(target, { dry_run: true });
    assert.equal(answer.fields()['message'], 'checkout would go back to revision 1');
    assert.equal((await records()).length, 3);
    assert.equal(await replicas(), 2);
  });

  test('are refused what Helm would refuse, and what is not the workspace’s', async () => {
    const cases: readonly (readonly [JsonObject, number])[] = [
      [{ ...target, revision: 7 }, 400],
      [{ ...target, revision: 3 }, 400],
      [{ ...target, name: 'gone' }, 404],
      [{ ...target, name: 'pending' }, 409],
      [{ ...target, name: '--all' }, 400],
      [{ ...target, namespace: 'lab' }, 403],
    ];
    for (const [params, status] of cases) assert.equal((await rollBack(params)).status, status, JSON.stringify(params));
    assert.deepEqual(controlPlane.state.operations, []);
  });

  test('are not upgraded: nothing here renders a chart, and that is said', async () => {
    const answer = await call(controlPlane, 'POST', '/internal/v1/operations/upgrade_release', {
      body: { params: { ...target, values: { replicas: 3 } } },
    });
    assert.equal(answer.status, 501);
    assert.match(answer.text, /no Helm that renders/);
  });

  test('are readable to who may change them; to others they are masked as every Secret is', async () => {
    const [mine] = await records();
    assert.ok(mine !== undefined && decodeRecord(mine).version === 1);
    const [theirs] = await records('bob');
    assert.deepEqual((theirs as unknown as { data: object }).data, { release: 'Kioq' });
    assert.equal(theirs?.metadata.labels?.['version'], '1');
  });
});
