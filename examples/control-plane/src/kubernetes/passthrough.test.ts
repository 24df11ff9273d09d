import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import { plain, exampleObjects } from '../testing/cluster.ts';
import { call, readKubernetes, startControlPlane } from '../testing/harness.ts';
import type { KubernetesList, KubernetesObject } from './object.ts';
import type { Status } from './status.ts';

describe('the read-only pass-through', () => {
  let controlPlane: ControlPlane;

  before(async () => {
    const volume = (name: string, namespace: string): KubernetesObject =>
      plain('v1', 'PersistentVolume', { name }, { spec: { claimRef: { namespace, name: 'data' } } });
    const objects = [
      ...exampleObjects(),
      volume('of-shop', 'shop'),
      volume('of-lab', 'lab'),
      plain('v1', 'PersistentVolume', { name: 'free' }),
      plain('v1', 'ComponentStatus', { name: 'etcd' }),
    ];
    controlPlane = await startControlPlane({ cluster: { kind: 'recorded', objects } });
  });

  after(() => controlPlane.close());

  async function names(path: string): Promise<string[]> {
    const answer = await readKubernetes(controlPlane, path);
    assert.equal(answer.status, 200, answer.text);
    return (answer.json() as KubernetesList).items.map(({ metadata }) => metadata.name);
  }

  test('a list looks like one of the Kubernetes API', async () => {
    const list = (
      await readKubernetes(controlPlane, '/apis/apps/v1/namespaces/shop/deployments')
    ).json() as KubernetesList;
    assert.equal(list.kind, 'DeploymentList');
    assert.equal(list.apiVersion, 'apps/v1');
    assert.match(list.metadata.resourceVersion ?? '', /^\d+$/);
    assert.deepEqual(
      list.items.map(({ kind, apiVersion, metadata }) => [kind, apiVersion, metadata.name]),
      [['Deployment', 'apps/v1', 'checkout']],
    );
  });

  test('one object is got by its name, and one that is not there is a Status', async () => {
    const found = await readKubernetes(controlPlane, '/api/v1/namespaces/shop/pods/checkout-current-aaaaa');
    assert.equal((found.json() as KubernetesObject).metadata.name, 'checkout-current-aaaaa');
    const missing = await readKubernetes(controlPlane, '/apis/apps/v1/namespaces/shop/deployments/nothing');
    assert.equal(missing.status, 404);
    assert.deepEqual(missing.json(), {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'deployments.apps "nothing" not found',
      reason: 'NotFound',
      code: 404,
    });
  });

  test('a list of all namespaces holds those of the workspace and no other', async () => {
    assert.deepEqual(await names('/api/v1/pods'), ['checkout-current-aaaaa', 'checkout-current-bbbbb']);
    assert.deepEqual(await names('/apis/apps/v1/deployments'), ['checkout']);
    assert.deepEqual(await names('/api/v1/namespaces'), ['shop']);
  });

  test('what a cluster serves without having any of it is an empty list', async () => {
    assert.deepEqual(await names('/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies'), []);
  });

  for (const path of [
    '/api/v1/namespaces/lab/pods',
    '/api/v1/namespaces/lab',
    '/api/v1/namespaces/nowhere/pods',
    '/api/v1/namespaces/lab/pods/experiment-current-ccccc',
    '/api/v1/namespaces/lab/pods/experiment-current-ccccc/log',
    '/api/v1/componentstatuss',
    '/api/v1/persistentvolumes/of-lab',
  ]) {
    test(`${path} is forbidden`, async () => {
      const answer = await readKubernetes(controlPlane, path);
      assert.equal(answer.status, 403);
      assert.equal((answer.json() as Status).reason, 'Forbidden');
    });
  }

  for (const path of [
    '/api/v1/namespaces/shop/nodes',
    '/api/v1/pods/checkout-current-aaaaa',
    '/apis/nowhere.example/v1/things',
    '/apis/apps/v2/deployments',
    '/api/v1/namespaces/shop/pods/checkout-current-aaaaa/exec',
  ]) {
    test(`${path} is not found`, async () => {
      assert.equal((await readKubernetes(controlPlane, path)).status, 404);
    });
  }

  test('volumes of others are not shown', async () => {
    assert.deepEqual(await names('/api/v1/persistentvolumes'), ['free', 'of-shop']);
  });

  test('a Secret shows its keys and never its values', async () => {
    const secret = (await readKubernetes(controlPlane, '/api/v1/namespaces/shop/secrets/payment')).text;
    assert.ok(secret.includes('"data":{"token":"Kioq"}'), secret);
    assert.ok(!secret.includes('c2VjcmV0'));
  });

  test('selectors choose', async () => {
    assert.deepEqual(await names('/api/v1/namespaces/shop/pods?labelSelector=app%3Dnothing'), []);
    assert.deepEqual(await names('/api/v1/namespaces/shop/pods?fieldSelector=metadata.name%3Dcheckout-current-bbbbb'), [
      'checkout-current-bbbbb',
    ]);
  });

  test('pages follow one another until there is no more', async () => {
    const path = '/api/v1/namespaces/shop/pods?limit=1';
    const first = (await readKubernetes(controlPlane, path)).json() as KubernetesList;
    assert.equal(first.items.length, 1);
    assert.equal(first.metadata.remainingItemCount, 1);
    const next = `${path}&continue=${first.metadata.continue}`;
    const second = (await readKubernetes(controlPlane, next)).json() as KubernetesList;
    assert.deepEqual(
      [...first.items, ...second.items].map(({ metadata }) => metadata.name),
      ['checkout-current-aaaaa', 'checkout-current-bbbbb'],
    );
    assert.equal(second.metadata.continue, undefined);
    assert.equal((await readKubernetes(controlPlane, `${path}&continue=nonsense`)).status, 400);
  });

  test('discovery tells what is served', async () => {
    const read = async (path: string): Promise<string> => (await readKubernetes(controlPlane, path)).text;
    assert.match(await read('/version'), /"gitVersion":"v1.33.2"/);
    assert.deepEqual(JSON.parse(await read('/api')), { kind: 'APIVersions', versions: ['v1'] });
    assert.match(await read('/apis'), /"name":"apps"/);
    assert.match(await read('/apis/apps/v1'), /"name":"deployments"/);
    assert.equal((await readKubernetes(controlPlane, '/apis/nowhere.example/v1')).status, 404);
  });

  test('only GET: everything else is a 405, and nothing changes', async () => {
    const path = '/internal/v1/workspaces/shop/k8s/apis/apps/v1/namespaces/shop/deployments/checkout';
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const body = { spec: { replicas: 9 } };
      assert.equal((await call(controlPlane, method, path, { body })).status, 405, method);
    }
    assert.match((await call(controlPlane, 'GET', path)).text, /"replicas":2/);
  });

  test('watch and follow are refused, and so is a number that is none', async () => {
    assert.equal((await readKubernetes(controlPlane, '/api/v1/pods?watch=true')).status, 400);
    const log = '/api/v1/namespaces/shop/pods/checkout-current-aaaaa/log';
    assert.equal((await readKubernetes(controlPlane, `${log}?follow=true`)).status, 400);
    assert.equal((await readKubernetes(controlPlane, `${log}?tailLines=-1`)).status, 400);
  });

  test('a viewer reads; who is not a member, or comes with another workspace, is told { error }', async () => {
    assert.equal((await readKubernetes(controlPlane, '/api/v1/pods', { as: 'bob' })).status, 200);
    const foreign = await readKubernetes(controlPlane, '/api/v1/pods', { as: 'carol' });
    assert.equal(foreign.status, 403);
    assert.equal(typeof foreign.fields()['error'], 'string');
    const pretending = { as: 'carol', tokenRequest: { workspace: 'shop' } };
    assert.equal((await readKubernetes(controlPlane, '/api/v1/pods', pretending)).status, 403);
  });
});
