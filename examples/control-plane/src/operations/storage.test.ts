import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { exampleObjects } from '../testing/cluster.ts';
import { call, ManualClock, readKubernetes, startControlPlane } from '../testing/harness.ts';

function object(apiVersion: string, kind: string, name: string, body: JsonObject): KubernetesObject {
  const { namespace, ...rest } = body;
  return {
    apiVersion,
    kind,
    ...rest,
    metadata: { name, ...(typeof namespace === 'string' && { namespace }) },
  };
}

function claim(name: string, storageClassName: string): KubernetesObject {
  return object('v1', 'PersistentVolumeClaim', name, {
    namespace: 'shop',
    spec: { storageClassName, volumeName: `pv-${name}`, resources: { requests: { storage: '8Gi' } } },
    status: { phase: 'Bound', capacity: { storage: '8Gi' } },
  });
}

const storage = [
  object('storage.k8s.io/v1', 'StorageClass', 'growing', { allowVolumeExpansion: true }),
  object('storage.k8s.io/v1', 'StorageClass', 'fixed', {}),
  claim('data', 'growing'),
  claim('old', 'fixed'),
  object('v1', 'PersistentVolume', 'pv-data', {
    spec: { capacity: { storage: '8Gi' }, claimRef: { namespace: 'shop', name: 'data' } },
  }),
];

describe('Operations of storage', () => {
  const clock = new ManualClock();
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    controlPlane = await startControlPlane({
      clock,
      cluster: { kind: 'recorded', objects: [...exampleObjects(), ...storage] },
      backupPolicies: { checkout: { enabled: true, schedule: '0 3 * * *', retention_days: 7, include_volumes: true } },
      backups: [
        {
          executionId: 'b-0',
          workspace: 'shop',
          application: 'checkout',
          startedAt: clock.now() - 60_000,
          error: 'full',
        },
      ],
    });
  });

  afterEach(() => controlPlane.close());

  const resize = (name: string, size: string, as = 'alice') =>
    call(controlPlane, 'POST', '/internal/v1/operations/resize_claim', {
      as,
      body: { workspace_id: 'shop', params: { namespace: 'shop', name, size } },
    });
  const details = async (application: string) =>
    (await call(controlPlane, 'GET', `/internal/v1/applications/${application}/details`)).fields();

  test('enlarge a claim and its volume', async () => {
    const answer = await resize('data', '20Gi');
    assert.deepEqual([answer.status, answer.fields()['message']], [200, 'data grows to 20Gi']);
    const read = async (path: string) => (await readKubernetes(controlPlane, path)).fields();
    const { spec, status } = await read('/api/v1/namespaces/shop/persistentvolumeclaims/data');
    assert.match(JSON.stringify(spec), /"storage":"20Gi"/);
    assert.deepEqual(status, { phase: 'Bound', capacity: { storage: '20Gi' } });
    assert.match(JSON.stringify(await read('/api/v1/persistentvolumes/pv-data')), /"capacity":\{"storage":"20Gi"\}/);
  });

  test('make no claim smaller, and enlarge none whose class does not allow it', async () => {
    for (const [name, size, why] of [
      ['data', '4Gi', /can only grow/],
      ['data', '8192Mi', /can only grow/],
      ['data', 'much', /can only grow/],
      ['old', '20Gi', /does not let it grow/],
    ] as const) {
      const answer = await resize(name, size);
      assert.equal(answer.status, 400);
      assert.match(answer.text, why);
    }
    assert.equal((await resize('nothing', '20Gi')).status, 404);
    assert.equal((await resize('data', '20Gi', 'bob')).status, 403);
  });

  test('back up a deployment, or a whole namespace, and tell of it', async () => {
    for (const application of ['checkout', 'shop']) {
      const path = `/internal/v1/applications/${application}/backup`;
      const started = await call(controlPlane, 'POST', path, { body: { application_id: application } });
      const id = started.fields()['execution_id'];
      const [running] = (await details(application))['backups'] as JsonObject[];
      assert.deepEqual([running?.['id'], running?.['status'], running?.['completed_at']], [id, 'running', null]);
      clock.advance(5_000);
      const [done] = (await details(application))['backups'] as JsonObject[];
      assert.equal(done?.['status'], 'succeeded');
    }
    const backups = (await details('checkout'))['backups'] as JsonObject[];
    assert.deepEqual(
      backups.map(({ status, error_message: error = null }) => [status, error]),
      [
        ['succeeded', null],
        ['failed', 'full'],
      ],
    );
    assert.equal(((await details('checkout'))['backup_policy'] as JsonObject)['schedule'], '0 3 * * *');
    const nothing = await call(controlPlane, 'POST', '/internal/v1/applications/lab/backup', { body: {} });
    assert.equal(nothing.status, 404);
  });
});
