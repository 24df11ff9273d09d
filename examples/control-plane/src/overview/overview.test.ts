import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import { call, ManualClock, startControlPlane } from '../testing/harness.ts';

describe('what the control plane tells about a workspace', () => {
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    controlPlane = await startControlPlane({ clock: new ManualClock() });
  });

  afterEach(() => controlPlane.close());

  async function get<Shape = JsonObject>(path: string): Promise<Shape> {
    const answer = await call(controlPlane, 'GET', `/internal/v1/${path}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.json() as Shape;
  }

  test('health', async () => {
    assert.deepEqual(await get('health'), {
      status: 'healthy',
      timestamp: '2026-03-01T12:30:00.000Z',
      components: { database: 'healthy', cluster: 'recorded' },
    });
    assert.equal((await fetch(`${controlPlane.url}/internal/v1/health`)).status, 401);
  });

  test('the overview counts what belongs to the workspace', async () => {
    assert.deepEqual(await get('workspaces/shop/overview'), {
      workspace: { id: 'shop', name: 'Shop', organization: 'acme', environment: 'production' },
      projects: [{ name: 'shop', pods: 2 }],
      nodes: [{ name: 'node-1', status: 'Ready', schedulable: true, cpu: null, memory: null }],
      resource_usage: {
        cpu_cores: { requested: 0.5, allocatable: 0 },
        memory_bytes: { requested: 2 * 64 * 1024 * 1024, allocatable: 0 },
      },
      metrics: { pods: 2, pods_ready: 2, nodes: 1 },
    });
  });

  test('nodes are a list', async () => {
    const nodes = await get<JsonObject[]>('workspaces/shop/nodes');
    assert.deepEqual(
      nodes.map(({ name, status }) => [name, status]),
      [['node-1', 'Ready']],
    );
  });

  test('an application is a deployment with its events', async () => {
    await call(controlPlane, 'POST', '/internal/v1/workspaces/shop/deployments/checkout/scale', {
      body: { replicas: 3 },
    });
    const { application, backup_policy: policy, events } = await get('applications/checkout/details');
    assert.deepEqual(application, {
      id: 'checkout',
      name: 'checkout',
      project: 'shop',
      replicas: 3,
      ready_replicas: 3,
      images: ['registry.example/checkout:2'],
    });
    assert.equal(policy, null);
    assert.deepEqual(events, [
      {
        type: 'Normal',
        reason: 'ScalingReplicaSet',
        message: 'Scaled up replica set checkout-current to 3 from 2',
        timestamp: '2026-03-01T12:00:01Z',
      },
    ]);
    assert.equal((await call(controlPlane, 'GET', '/internal/v1/applications/experiment/details')).status, 404);
  });

  test('performance and insights name what is short of replicas', async () => {
    const insights = async (targets: string[]): Promise<string[]> => {
      const body = { insight_type: 'anomaly', time_range: '1h', targets };
      const answer = await call(controlPlane, 'POST', '/internal/v1/workspaces/shop/insights', { body });
      return (answer.json() as { insights: { target: string }[] }).insights.map(({ target }) => target);
    };
    assert.deepEqual(await insights([]), []);
    const body = { params: { deployment: 'checkout', replicas: 3 } };
    await controlPlane.state.cluster.patch(
      { group: '', version: 'v1', plural: 'nodes' },
      { namespace: null, name: 'node-1' },
      { spec: { unschedulable: true } },
    );
    await call(controlPlane, 'POST', '/internal/v1/operations/scale', { body });
    assert.deepEqual(await insights([]), ['checkout']);
    assert.deepEqual(await insights(['other']), []);
    assert.deepEqual(await get('applications/checkout/performance'), {
      application_id: 'checkout',
      metrics: { replicas: 3, ready_replicas: 2 },
      suggestions: ['find out why 1 replicas are not ready'],
    });
  });

  test('members read, and nobody else', async () => {
    assert.equal((await call(controlPlane, 'GET', '/internal/v1/workspaces/shop/nodes', { as: 'bob' })).status, 200);
    for (const path of ['workspaces/lab/overview', 'workspaces/nowhere/nodes']) {
      assert.equal((await call(controlPlane, 'GET', `/internal/v1/${path}`)).status, 403, path);
    }
    const pretending = { as: 'dave', tokenRequest: { workspace: 'shop' } };
    assert.equal((await call(controlPlane, 'GET', '/internal/v1/workspaces/shop/overview', pretending)).status, 403);
  });
});
