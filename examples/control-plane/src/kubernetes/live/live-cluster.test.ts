import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ControlPlane } from '../../control-plane.ts';
import type { JsonObject } from '../../json.ts';
import { call, readKubernetes, startControlPlane } from '../../testing/harness.ts';
import { startFakeService } from '../../testing/service.ts';
import type { FakeService, ReceivedRequest } from '../../testing/service.ts';
import type { KubernetesList } from '../object.ts';

const workspaces = [
  { id: 'shop', name: 'Shop', organization: 'acme', environment: 'production', namespaces: ['shop', 'shop-db'] },
];

const pods: Record<string, string[]> = { shop: ['a', 'b', 'c'], 'shop-db': ['d', 'e'] };

/** Enough of an API server: paged lists of pods, one deployment whose first patch meets a conflict, refusals. */
function startApiServer(): Promise<FakeService> {
  let conflicts = 1;
  return startFakeService((request, response) => {
    const url = new URL(request.url, 'http://cluster');
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const namespace = /^\/api\/v1\/namespaces\/([^/]+)\/pods$/.exec(url.pathname)?.[1];
    if (namespace !== undefined) return send(200, pagedPods(namespace, url.searchParams));
    if (url.pathname.endsWith('/log')) return void response.end(`log of ${url.search}`);
    if (url.pathname === '/apis/example.io/v1') {
      return send(200, { resources: [{ name: 'gateways', namespaced: true }] });
    }
    if (url.pathname.endsWith('/gateways')) {
      return send(200, { kind: 'GatewayList', apiVersion: 'example.io/v1', metadata: {}, items: [] });
    }
    if (url.pathname === '/apis/apps/v1/namespaces/shop/deployments/checkout') {
      if (request.method === 'PATCH' && (conflicts -= 1) >= 0) {
        return send(409, { kind: 'Status', message: 'the object has been modified' });
      }
      const metadata = { name: 'checkout', namespace: 'shop', resourceVersion: '7' };
      return send(200, { kind: 'Deployment', apiVersion: 'apps/v1', metadata, spec: { replicas: 1 } });
    }
    return send(404, { kind: 'Status', message: `nothing at ${url.pathname}` });
  });
}

function pagedPods(namespace: string, query: URLSearchParams): JsonObject {
  const all = pods[namespace] ?? [];
  const start = Number(query.get('continue') ?? 0);
  const end = start + Number(query.get('limit') ?? all.length);
  const items = all.slice(start, end).map((name) => ({ metadata: { name, namespace } }));
  const metadata = { resourceVersion: '9', ...(end < all.length && { continue: String(end) }) };
  return { kind: 'PodList', apiVersion: 'v1', metadata, items };
}

function startWith(service: FakeService): Promise<ControlPlane> {
  return startControlPlane({ cluster: { kind: 'live', server: service.url, token: 'privileged' }, workspaces });
}

function written(requests: readonly ReceivedRequest[]): ReceivedRequest[] {
  return requests.filter(({ method }) => method !== 'GET');
}

describe('a live cluster', () => {
  test('is read with the control plane’s own credential, namespace by namespace', async () => {
    await using service = await startApiServer();
    await using controlPlane = await startWith(service);
    const list = (await readKubernetes(controlPlane, '/api/v1/pods?labelSelector=app%3Dweb')).json() as KubernetesList;
    assert.deepEqual(
      list.items.map(
        ({ kind, apiVersion, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`,
      ),
      ['v1 Pod shop/a', 'v1 Pod shop/b', 'v1 Pod shop/c', 'v1 Pod shop-db/d', 'v1 Pod shop-db/e'],
    );
    assert.deepEqual(
      service.received.map(({ url }) => url),
      [
        '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb',
        '/api/v1/namespaces/shop-db/pods?labelSelector=app%3Dweb',
      ],
    );
    assert.ok(service.received.every(({ headers }) => headers.authorization === 'Bearer privileged'));
  });

  test('is paged across namespaces, and every object comes once', async () => {
    await using service = await startApiServer();
    await using controlPlane = await startWith(service);
    for (const limit of [1, 2, 3, 4, 5, 9]) {
      const seen: string[] = [];
      let next: string | undefined = '';
      while (next !== undefined) {
        const path: string = `/api/v1/pods?limit=${limit}&continue=${next}`;
        const list: KubernetesList = (await readKubernetes(controlPlane, path)).json() as KubernetesList;
        assert.ok(list.items.length <= limit);
        seen.push(...list.items.map(({ metadata }) => metadata.name));
        next = list.metadata.continue;
      }
      assert.deepEqual(seen, ['a', 'b', 'c', 'd', 'e'], `limit ${limit}`);
    }
    assert.equal((await readKubernetes(controlPlane, '/api/v1/pods?continue=nonsense')).status, 400);
  });

  test('is never asked about another namespace', async () => {
    await using service = await startApiServer();
    await using controlPlane = await startWith(service);
    for (const path of [
      '/api/v1/namespaces/lab/pods',
      '/api/v1/namespaces/kube-system/pods/x/log',
      '/api/v1/namespaces/lab',
    ]) {
      assert.equal((await readKubernetes(controlPlane, path)).status, 403);
    }
    assert.deepEqual(service.received, []);
  });

  test('tells by discovery what custom resources are', async () => {
    await using service = await startApiServer();
    await using controlPlane = await startWith(service);
    assert.equal((await readKubernetes(controlPlane, '/apis/example.io/v1/gateways')).status, 200);
    assert.equal((await readKubernetes(controlPlane, '/apis/example.io/v1/nothing')).status, 404);
  });

  test('passes logs and refusals on', async () => {
    await using service = await startApiServer();
    await using controlPlane = await startWith(service);
    const log = '/api/v1/namespaces/shop/pods/a/log?container=server&previous=true&tailLines=5&limitBytes=9';
    assert.equal(
      (await readKubernetes(controlPlane, log)).text,
      'log of ?container=server&tailLines=5&limitBytes=9&previous=true',
    );
    const missing = await readKubernetes(controlPlane, '/api/v1/namespaces/shop/services/nothing');
    assert.deepEqual([missing.status, missing.fields()['reason']], [404, 'NotFound']);
  });

  test('is changed by a patch that rests on the version that was read, and read again after a conflict', async () => {
    await using service = await startApiServer();
    await using controlPlane = await startWith(service);
    const body = { params: { deployment: 'checkout', replicas: 3 } };
    assert.equal((await call(controlPlane, 'POST', '/internal/v1/operations/scale', { body })).status, 200);
    const patches = written(service.received);
    assert.equal(patches.length, 2);
    for (const { headers, body: sent } of patches) {
      assert.equal(headers['content-type'], 'application/merge-patch+json');
      assert.equal(headers.authorization, 'Bearer privileged');
      assert.deepEqual(JSON.parse(sent.toString()), { spec: { replicas: 3 }, metadata: { resourceVersion: '7' } });
    }
    assert.equal(controlPlane.state.operations.length, 1);
  });

  test('that does not answer: 503 to a read; to a change 502, and nobody knows whether it happened', async () => {
    await using service = await startFakeService((request, response) => {
      if (request.method === 'PATCH') response.destroy();
      else response.end(JSON.stringify({ metadata: { name: 'checkout', namespace: 'shop' } }));
    });
    await using controlPlane = await startWith(service);
    const body = { params: { deployment: 'checkout', replicas: 3, namespace: 'shop' } };
    const headers = { 'idempotency-key': 'one' };
    const scale = (): Promise<{ status: number }> =>
      call(controlPlane, 'POST', '/internal/v1/operations/scale', { body, headers });
    assert.equal((await scale()).status, 502);
    assert.deepEqual(
      controlPlane.state.operations.map(({ outcome }) => outcome),
      ['unknown'],
    );
    assert.equal((await scale()).status, 502);
    assert.equal(written(service.received).length, 1, 'the same key must not send it again');
    await service[Symbol.asyncDispose]();
    assert.equal((await readKubernetes(controlPlane, '/api/v1/nodes')).status, 503);
  });
});
