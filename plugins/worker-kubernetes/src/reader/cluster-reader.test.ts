import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ClusterQuery, HexaopsError, type KubernetesObject } from '@hexaops/core';
import * as fc from 'fast-check';
import type { FetchKubernetes } from '../source/api/fetch.ts';
import { accessTo, contextOf } from '../tools/testing/context.ts';
import { FakeSource } from '../tools/testing/fake-source.ts';
import { ApiObjects, WorkspaceReader } from './index.ts';

const secrets = { group: '', version: 'v1', resource: 'secrets' } as const;
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' } as const;
const byType = { fieldSelector: 'type=helm.sh/release.v1' };

interface Options {
  readonly items?: readonly object[];
  readonly namespaces?: Readonly<Record<string, readonly string[]>>;
  /** Paths that are refused with a 403. */
  readonly refused?: readonly string[];
}

function readerOver({ items = [], namespaces, refused = [] }: Options = {}) {
  const requests: string[] = [];
  const subjects: (string | undefined)[] = [];
  const fetch: FetchKubernetes = async (path, { caller, query }) => {
    requests.push(
      path +
        Object.entries(query)
          .map(([key, value]) => `&${key}=${value}`)
          .join(''),
    );
    subjects.push(caller?.subject);
    if (refused.includes(path)) return { status: 403, body: JSON.stringify({ message: 'no' }) };
    if (path.endsWith('/example.org/v1')) {
      const resources = [
        { name: 'widgets', kind: 'Widget', namespaced: true },
        { name: 'widgets/status', kind: 'Widget' },
      ];
      return { status: 200, body: JSON.stringify({ kind: 'APIResourceList', resources }) };
    }
    const namespace = /\/namespaces\/([^/]+)\//.exec(path)?.[1];
    const here = (items as KubernetesObject[]).filter(
      ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
    );
    return { status: 200, body: JSON.stringify({ kind: 'DeploymentList', apiVersion: 'apps/v1', items: here }) };
  };
  const access = accessTo(new FakeSource([]), namespaces === undefined ? {} : { namespaces });
  const reader = new WorkspaceReader(access, new ApiObjects(async () => fetch), { readBytes: 1024 ** 2 });
  return { reader, requests, subjects };
}

describe('Secrets, through the reader of other plugins', () => {
  const record = (name: string, more: object = {}) => ({
    metadata: { name, namespace: 'shop', labels: { owner: 'helm' }, annotations: { note: 'canary-1' } },
    type: 'helm.sh/release.v1',
    data: { release: 'SDRz', extra: 'canary-2' },
    ...more,
  });

  it('are refused unless the list is one of release records', async () => {
    for (const query of [
      {},
      { namespace: 'shop' },
      { namespace: 'shop', name: 'database' },
      { namespace: 'shop', name: 'sh.helm.release.v1.shop.v1' },
      { labelSelector: 'owner' },
      { labelSelector: 'owner!=helm' },
      { labelSelector: 'owner in (helm,x)' },
      { labelSelector: 'other=owner=helm' },
      { labelSelector: 'xowner=helm' },
      { labelSelector: 'owner=helmet' },
      { labelSelector: 'a in (b,owner=helm)' },
      { fieldSelector: 'type!=helm.sh/release.v1' },
      { fieldSelector: 'type=helm.sh/release.v11' },
      { fieldSelector: 'metadata.type=helm.sh/release.v1' },
      { fieldSelector: 'type=Opaque' },
    ]) {
      const { reader, requests } = readerOver({ items: [record('a')] });
      await assert.rejects(
        reader.list(secrets, query, contextOf()),
        (error) => HexaopsError.is(error, 'forbidden') || HexaopsError.is(error, 'input-invalid'),
        JSON.stringify(query),
      );
      assert.deepEqual(requests, []);
    }
  });

  it('are refused in every spelling of the resource', async () => {
    for (const resource of [
      'Secrets',
      'secrets/x',
      'secrets/status',
      './secrets',
      'secrets?',
      'namespaces/shop/secrets',
      ' secrets',
    ]) {
      const { reader, requests } = readerOver();
      await assert.rejects(reader.list({ ...secrets, resource }, byType, contextOf()), { code: 'input-invalid' });
      assert.deepEqual(requests, []);
    }
    const { reader } = readerOver();
    await assert.rejects(reader.list({ ...secrets, group: 'x.example', version: 'v2' }, {}, contextOf()), {
      code: 'forbidden',
    });
  });

  it('that only bear the label of Helm are left out, and of a record everything but the release', async () => {
    for (const query of [byType, { labelSelector: 'owner=helm' }, { labelSelector: 'name=shop, owner == helm' }]) {
      const { reader } = readerOver({
        items: [record('a'), record('b', { type: 'Opaque' }), record('c', { type: undefined })],
      });
      const { items } = await reader.list(secrets, query, contextOf());
      assert.deepEqual(
        items.map(({ metadata, data }) => [metadata.name, data]),
        [['a', { release: 'SDRz' }]],
      );
      assert.doesNotMatch(JSON.stringify(items), /canary/);
    }
  });

  it('stay out whatever the selectors are', async () => {
    const word = fc.constantFrom(
      'owner',
      'helm',
      '=',
      '!=',
      ',',
      ' in ',
      '(',
      ')',
      'type',
      'helm.sh/release.v1',
      '!',
      ' ',
      'x',
    );
    const selector = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
    const items = [record('wanted'), record('canary', { type: 'Opaque', data: { release: 'canary' } })];
    await fc.assert(
      fc.asyncProperty(selector, selector, async (labelSelector, fieldSelector) => {
        const { reader } = readerOver({ items });
        const query: ClusterQuery = {
          ...(labelSelector !== '' && { labelSelector }),
          ...(fieldSelector !== '' && { fieldSelector }),
        };
        const read = await reader.list(secrets, query, contextOf()).catch((error: unknown) => {
          assert.ok(HexaopsError.is(error, 'forbidden') || HexaopsError.is(error, 'input-invalid'));
        });
        assert.doesNotMatch(JSON.stringify(read ?? {}), /canary/);
      }),
    );
  });
});

describe('the cluster, through the reader of other plugins', () => {
  const cart = { metadata: { name: 'cart', namespace: 'shop' }, spec: { replicas: 2 } };
  const other = { metadata: { name: 'plans', namespace: 'other' } };

  it('is read as the caller, objects as they are, with the exact query', async () => {
    const { reader, subjects } = readerOver({ items: [cart] });
    const reading = await reader.list(
      deployments,
      { namespace: 'shop', labelSelector: 'app=cart' },
      contextOf({ subject: 'grace' }),
    );
    assert.deepEqual(reading, {
      items: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'cart', namespace: 'shop' },
          spec: { replicas: 2 },
        },
      ],
      truncated: false,
      unavailable: [],
      query: 'GET /apis/apps/v1/namespaces/shop/deployments?labelSelector=app=cart',
      source: 'kubernetes',
    });
    assert.deepEqual(subjects, ['grace']);
  });

  it('is the namespaces of the workspace, and no other', async () => {
    const namespaces = { 'w-1': ['shop', 'staging'] };
    const { reader, requests } = readerOver({ items: [cart, other], namespaces });
    const { items } = await reader.list(deployments, {}, contextOf());
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ['cart'],
    );
    assert.ok(
      requests.every((path) => /namespaces\/(shop|staging)\/deployments/.test(path)),
      requests.join(' '),
    );
    await assert.rejects(reader.list(deployments, { namespace: 'other' }, contextOf()), {
      code: 'namespace-not-allowed',
    });
    await assert.rejects(reader.list(deployments, {}, contextOf({ workspace: 'w-2' })), {
      code: 'namespace-not-allowed',
    });
    assert.equal(requests.length, 2);
  });

  it('shows of what belongs to the whole cluster what all share', async () => {
    const namespaces = { 'w-1': ['shop'] };
    const volume = (name: string, namespace?: string) => ({
      metadata: { name },
      spec: namespace === undefined ? {} : { claimRef: { namespace } },
    });
    const { reader } = readerOver({
      items: [volume('mine', 'shop'), volume('theirs', 'other'), volume('free')],
      namespaces,
    });
    const volumes = { group: '', version: 'v1', resource: 'persistentvolumes' };
    const { items } = await reader.list(volumes, {}, contextOf());
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ['mine', 'free'],
    );
    const bindings = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings' };
    const { requests, reader: another } = readerOver({ namespaces });
    await another.list(bindings, {}, contextOf());
    assert.deepEqual(
      requests.filter((path) => path.endsWith('clusterrolebindings')),
      [],
    );
  });

  it('knows custom resources from the cluster itself', async () => {
    const { reader, requests } = readerOver({ namespaces: { 'w-1': ['shop'] } });
    const api = { group: 'example.org', version: 'v1' };
    assert.deepEqual(await reader.offered(api, contextOf()), [
      { ...api, resource: 'widgets', kind: 'Widget', namespaced: true },
    ]);
    await reader.list({ ...api, resource: 'widgets' }, {}, contextOf());
    assert.match(requests.at(-1) ?? '', /^\/apis\/example.org\/v1\/namespaces\/shop\/widgets/);
  });

  it('is read namespace by namespace where it may not be read everywhere; what is refused is named', async () => {
    const places = ['shop', 'other'].map((name) => ({ metadata: { name } }));
    const { reader } = readerOver({
      items: [...places, cart],
      refused: ['/apis/apps/v1/deployments', '/apis/apps/v1/namespaces/other/deployments'],
    });
    const { items, unavailable } = await reader.list(deployments, {}, contextOf());
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ['cart'],
    );
    assert.deepEqual(
      unavailable.map(({ source }) => source),
      ['deployments.apps in other'],
    );
  });

  it('that refuses everything is an error', async () => {
    const { reader } = readerOver({ refused: ['/apis/apps/v1/namespaces/shop/deployments'] });
    await assert.rejects(reader.list(deployments, { namespace: 'shop' }, contextOf()), { code: 'forbidden' });
  });

  it('reads nothing for names that no path is built of', async () => {
    for (const query of [
      { namespace: '../kube-system' },
      { namespace: '*' },
      { namespace: 'shop', name: '../x' },
      { labelSelector: 'a&b' },
      { fieldSelector: 'a=b&c=d' },
      { name: 'a', labelSelector: 'b=c' },
    ]) {
      const { reader, requests } = readerOver();
      await assert.rejects(
        reader.list(deployments, query, contextOf()),
        { code: 'input-invalid' },
        JSON.stringify(query),
      );
      assert.deepEqual(requests, []);
    }
    for (const resource of [
      { ...deployments, group: '../x' },
      { ...deployments, version: 'v1/../..' },
      { ...deployments, resource: 'pods/exec' },
    ]) {
      const { reader, requests } = readerOver();
      await assert.rejects(reader.list(resource, {}, contextOf()), { code: 'input-invalid' });
      assert.deepEqual(requests, []);
    }
  });
});
