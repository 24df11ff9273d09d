import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseApiPath } from './path.ts';
import { KubernetesError } from './status.ts';

const pods = { group: '', version: 'v1', plural: 'pods' };
const deployments = { group: 'apps', version: 'v1', plural: 'deployments' };

test('every form of path is understood', () => {
  assert.deepEqual(parseApiPath('/version'), { ask: 'discovery', path: '/version' });
  assert.deepEqual(parseApiPath('/api'), { ask: 'discovery', path: '/api' });
  assert.deepEqual(parseApiPath('/apis'), { ask: 'discovery', path: '/apis' });
  assert.deepEqual(parseApiPath('/api/v1'), { ask: 'discovery', path: '/api/v1' });
  assert.deepEqual(parseApiPath('/apis/apps/v1'), { ask: 'discovery', path: '/apis/apps/v1' });
  assert.deepEqual(parseApiPath('/api/v1/pods'), { ask: 'list', resource: pods, namespace: null });
  assert.deepEqual(parseApiPath('/api/v1/namespaces/shop/pods'), { ask: 'list', resource: pods, namespace: 'shop' });
  assert.deepEqual(parseApiPath('/apis/apps/v1/namespaces/shop/deployments/web'), {
    ask: 'get',
    resource: deployments,
    namespace: 'shop',
    name: 'web',
  });
  assert.deepEqual(parseApiPath('/api/v1/namespaces/shop'), {
    ask: 'get',
    resource: { group: '', version: 'v1', plural: 'namespaces' },
    namespace: null,
    name: 'shop',
  });
  assert.deepEqual(parseApiPath('/api/v1/namespaces/shop/pods/web-1/log'), {
    ask: 'log',
    namespace: 'shop',
    pod: 'web-1',
  });
  const role = parseApiPath('/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode');
  assert.equal(role.ask === 'get' && role.name, 'system:node');
});

const unknown = [
  '',
  '/',
  '/metrics',
  '/apis/apps',
  '/api/v1/',
  '/api/v1//pods',
  '/api/v1/namespaces/shop/../kube-system/pods',
  '/api/v1/namespaces/..%2Fkube-system/pods',
  '/api/v1/namespaces/%2e%2e/pods',
  '/api/v1/namespaces/shop%00/pods',
  '/api/v1/namespaces/shop/pods/web-1/exec',
  '/api/v1/namespaces/shop/services/web/proxy',
  '/api/v1/namespaces/shop/pods/web-1/log/more',
  `/api/v1/namespaces/${'a'.repeat(254)}/pods`,
];

for (const path of unknown) {
  test(`${JSON.stringify(path.slice(0, 60))} is a 404`, () => {
    assert.throws(
      () => parseApiPath(path),
      (error) => error instanceof KubernetesError && error.code === 404,
    );
  });
}

test('broken percent-encoding is a 400', () => {
  assert.throws(
    () => parseApiPath('/api/v1/namespaces/%zz/pods'),
    (error) => error instanceof KubernetesError && error.code === 400,
  );
});
