import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import type { Deployment, Endpoints } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { exampleObjects, node } from '../testing/cluster.ts';
import { call, ManualClock, readKubernetes, startControlPlane } from '../testing/harness.ts';
import type { Answer, CallOptions } from '../testing/harness.ts';

const scalePath = '/internal/v1/workspaces/shop/deployments/checkout/scale';

describe('the internal operations API', () => {
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    const objects = [...exampleObjects(), node('node-2', { unschedulable: true })];
    const cluster = { kind: 'recorded' as const, objects };
    const incidents = ['shop', 'lab'].map((workspace) => ({
      id: `incident-${workspace}`,
      workspace,
      state: 'open' as const,
      comments: [],
    }));
    controlPlane = await startControlPlane({ cluster, incidents, clock: new ManualClock() });
  });

  afterEach(() => controlPlane.close());

  function scale(replicas: number, options: CallOptions = {}): Promise<Answer> {
    return call(controlPlane, 'POST', scalePath, { body: { replicas }, ...options });
  }

  function operate(operation: string, params: JsonObject, options: CallOptions = {}): Promise<Answer> {
    const body = { workspace_id: 'shop', params };
    return call(controlPlane, 'POST', `/internal/v1/operations/${operation}`, { body, ...options });
  }

  async function read<Kind extends KubernetesObject>(path: string): Promise<Kind> {
    return (await readKubernetes(controlPlane, path)).json() as Kind;
  }

  const checkout = (): Promise<Deployment> => read<Deployment>('/apis/apps/v1/namespaces/shop/deployments/checkout');

  test('scales a deployment', async () => {
    const answer = await scale(3);
    assert.equal(answer.status, 200);
    assert.equal(answer.fields()['message'], 'checkout is scaled to 3');
    const { spec, status } = await checkout();
    assert.deepEqual([spec.replicas, status?.readyReplicas], [3, 3]);
  });

  test('restarts a deployment as kubectl does it', async () => {
    assert.equal((await operate('restart', { deployment: 'checkout' })).status, 200);
    const { spec } = await checkout();
    assert.deepEqual(spec.template.metadata?.annotations, {
      'kubectl.kubernetes.io/restartedAt': '2026-03-01T12:30:00.000Z',
    });
  });

  test('sets the selector of a service to exactly the one given', async () => {
    const path = '/api/v1/namespaces/shop/endpoints/checkout';
    await operate('set_service_selector', { service: 'checkout', selector: { tier: 'none' } });
    assert.deepEqual((await read<Endpoints>(path)).subsets, []);
    await operate('set_service_selector', { service: 'checkout', selector: { app: 'checkout' } });
    assert.equal((await read<Endpoints>(path)).subsets[0]?.addresses?.length, 2);
  });

  test('sets an image, and rolls the deployment back to the one before', async () => {
    const params = { deployment: 'checkout', container: 'server', image: 'registry.example/checkout:9' };
    assert.equal((await operate('set_image', params)).status, 200);
    const image = async (): Promise<string | undefined> => (await checkout()).spec.template.spec.containers[0]?.image;
    assert.equal(await image(), 'registry.example/checkout:9');
    assert.equal((await operate('roll_back_deployment', { deployment: 'checkout' })).status, 200);
    assert.equal(await image(), 'registry.example/checkout:2');
    assert.equal((await operate('roll_back_deployment', { deployment: 'checkout', revision: 1 })).status, 200);
    assert.equal(await image(), 'registry.example/checkout:1');
  });

  test('takes no unknown container, and no revision that never was', async () => {
    const unknown = { deployment: 'checkout', container: 'nothing', image: 'x' };
    assert.match((await operate('set_image', unknown)).text, /it has server/);
    assert.equal((await operate('roll_back_deployment', { deployment: 'checkout', revision: 77 })).status, 400);
  });

  test('uncordons a node', async () => {
    assert.equal((await operate('uncordon_node', { node: 'node-2' })).status, 200);
    assert.ok(!(await readKubernetes(controlPlane, '/api/v1/nodes/node-2')).text.includes('unschedulable'));
    assert.equal((await operate('uncordon_node', { node: 'nothing' })).status, 404);
  });

  test('takes the operations of the table by their names', async () => {
    const path = '/internal/v1/workspaces/shop/operations';
    const post = (body: JsonObject): Promise<Answer> => call(controlPlane, 'POST', path, { body });
    const params = { deployment: 'checkout', replicas: 1 };
    assert.equal((await post({ operation: 'scale_resources', params })).status, 200);
    assert.equal((await post({ operation: 'restart_vcluster' })).status, 200);
    assert.equal((await post({ operation: 'apply_security_policy', params: { policy: 'restricted' } })).status, 200);
    assert.match((await readKubernetes(controlPlane, '/api/v1/namespaces/shop')).text, /enforce":"restricted/);
    assert.equal((await post({ operation: 'apply_security_policy', params: { policy: 'none' } })).status, 400);
    assert.equal((await post({})).status, 400);
  });

  test('scales an application by itself, and backs it up', async () => {
    const autoscale = { target_cpu_percent: 70, min_replicas: 2, max_replicas: 6 };
    const path = '/internal/v1/applications/checkout';
    assert.equal((await call(controlPlane, 'POST', `${path}/autoscale`, { body: autoscale })).status, 200);
    const autoscaler = await readKubernetes(
      controlPlane,
      '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout',
    );
    assert.match(autoscaler.text, /"minReplicas":2,"maxReplicas":6/);
    const impossible = { ...autoscale, max_replicas: 1 };
    assert.equal((await call(controlPlane, 'POST', `${path}/autoscale`, { body: impossible })).status, 400);
    const backup = await call(controlPlane, 'POST', `${path}/backup`, { body: { application_id: 'checkout' } });
    assert.deepEqual(backup.fields(), {
      execution_id: 'backup-1',
      status: 'running',
      message: 'a backup of checkout has started',
    });
  });

  test('changes an incident of the workspace, and knows of no other', async () => {
    const act = (id: string, body: JsonObject): Promise<Answer> =>
      call(controlPlane, 'POST', `/internal/v1/incidents/${id}`, { body });
    assert.equal((await act('incident-shop', { action: 'acknowledge' })).status, 200);
    assert.equal((await act('incident-shop', { action: 'comment', comment: 'seen' })).status, 200);
    assert.deepEqual(controlPlane.state.incidents.get('incident-shop'), {
      id: 'incident-shop',
      workspace: 'shop',
      state: 'acknowledged',
      comments: [{ user: 'alice', text: 'seen' }],
    });
    const foreign = await act('incident-lab', { action: 'resolve' });
    assert.equal(foreign.status, 404);
    assert.equal(foreign.text.replace('lab', 'x'), (await act('incident-x', { action: 'resolve' })).text);
    assert.equal((await act('incident-shop', { action: 'delete' })).status, 400);
  });

  test('tells what is wrong with a request, as { error }', async () => {
    for (const replicas of [-1, 1.5, '3', null]) {
      const answer = await call(controlPlane, 'POST', scalePath, { body: { replicas } });
      assert.equal(answer.status, 400, JSON.stringify(replicas));
      assert.equal(typeof answer.fields()['error'], 'string');
    }
    assert.equal((await operate('scale', { replicas: 1 })).status, 400);
    assert.equal((await operate('scale', { deployment: 'nothing', replicas: 1 })).status, 404);
    const unknown = await operate('format_disk', {});
    assert.equal(unknown.status, 501);
    assert.match(unknown.text, /roll_back_deployment/);
    const token = await controlPlane.makeToken();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const broken = await fetch(`${controlPlane.url}${scalePath}`, { method: 'POST', headers, body: '{' });
    assert.deepEqual([broken.status, Object.keys((await broken.json()) as object)], [400, ['error']]);
    assert.deepEqual(controlPlane.state.operations, []);
  });

  test('refuses an object that has changed since the version that the caller saw', async () => {
    const { resourceVersion = '' } = (await checkout()).metadata;
    const params = { deployment: 'checkout', replicas: 5, resource_version: resourceVersion };
    await scale(3);
    assert.equal((await operate('scale', params)).status, 409);
    assert.equal((await checkout()).spec.replicas, 3);
  });

  test('of a name in several namespaces, it has to be said which; another namespace is refused', async () => {
    const workspaces = [
      { id: 'shop', name: 'Shop', organization: 'acme', environment: 'production', namespaces: ['shop', 'more'] },
    ];
    const twin = exampleObjects().find(({ kind }) => kind === 'Deployment') as Deployment;
    const objects = [...exampleObjects(), { ...twin, metadata: { ...twin.metadata, namespace: 'more', uid: 'twin' } }];
    await using two = await startControlPlane({ cluster: { kind: 'recorded', objects }, workspaces });
    const ask = async (more: JsonObject): Promise<number> => {
      const body = { workspace_id: 'shop', params: { deployment: 'checkout', replicas: 1, ...more } };
      return (await call(two, 'POST', '/internal/v1/operations/scale', { body })).status;
    };
    assert.equal(await ask({}), 400);
    assert.equal(await ask({ namespace: 'lab' }), 403);
    assert.equal(await ask({ namespace: 'more' }), 200);
  });

  describe('who may', () => {
    test('an administrator of the workspace, whichever', async () => {
      assert.equal((await scale(3, { as: 'erin' })).status, 200);
    });

    for (const as of ['bob', 'carol', 'dave', 'nobody']) {
      test(`not ${as}, even with a token for the workspace`, async () => {
        const answer = await scale(3, { as, tokenRequest: { workspace: 'shop' } });
        assert.equal(answer.status, 403);
        assert.equal(typeof answer.fields()['error'], 'string');
        assert.deepEqual(controlPlane.state.operations, []);
      });
    }

    test('not in another workspace than the token is for', async () => {
      const body = { workspace_id: 'lab', params: { deployment: 'experiment', replicas: 0 } };
      assert.equal((await call(controlPlane, 'POST', '/internal/v1/operations/scale', { body })).status, 403);
      const path = '/internal/v1/workspaces/lab/deployments/experiment/scale';
      assert.equal((await call(controlPlane, 'POST', path, { body: { replicas: 0 } })).status, 403);
    });

    test('whose permission is revoked may not from that moment, with the same token', async () => {
      const token = await controlPlane.makeToken();
      assert.equal((await scale(3, { token })).status, 200);
      controlPlane.state.directory.revoke('alice', 'shop', 'write');
      assert.equal((await scale(4, { token })).status, 403);
      assert.equal((await readKubernetes(controlPlane, '/api/v1/pods', { token })).status, 200);
    });

    test('a revoked permission also refuses the replay of what was done', async () => {
      const headers = { 'idempotency-key': 'one' };
      await scale(3, { headers });
      controlPlane.state.directory.revoke('alice', 'shop', 'write');
      assert.equal((await scale(3, { headers })).status, 403);
    });
  });

  test('logs who did what with which bearer, and never the bearer itself', async () => {
    const token = await controlPlane.makeToken();
    await scale(3, { token, headers: { 'idempotency-key': 'one' } });
    assert.deepEqual(controlPlane.state.operations, [
      {
        sequence: 1,
        at: '2026-03-01T12:30:00.000Z',
        user: 'alice',
        workspace: 'shop',
        operation: 'scale',
        parameters: { replicas: 3, deployment: 'checkout' },
        idempotencyKey: 'one',
        bearerHash: createHash('sha256').update(token).digest('hex'),
        outcome: 'executed',
      },
    ]);
    assert.ok(!JSON.stringify(controlPlane.state).includes(token));
  });
});
