import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Caller, HexaopsError } from '@hexaops/core';
import { resources } from '../../cluster/index.ts';
import { node, object, pod, waitingPod } from '../../cluster/testing/index.ts';
import type { FetchKubernetes } from '../api/fetch.ts';
import type { ReadContext } from '../source.ts';
import { fakeKubernetes, type FakeKubernetes } from '../testing/index.ts';
import { passThroughSource, throughControlPlane } from './pass-through-source.ts';

const context: ReadContext = { signal: new AbortController().signal, byteCap: 64 * 1024 ** 2 };

/** Stands in for the control plane: hands every request on to the API. */
function through({ url }: FakeKubernetes): FetchKubernetes {
  return async (path, { query, signal, byteCap }) => {
    const response = await fetch(`${url}${path}?${new URLSearchParams(query).toString()}`, { signal });
    const body = await response.text();
    return { status: response.status, body: body.slice(0, byteCap), truncated: body.length > byteCap };
  };
}

const shop = object('Namespace', 'shop');
const objects = [shop, object('Namespace', 'blog'), node('node-a'), pod('shop/cart-1'), pod('blog/web-1')];

test('every kind is read, everywhere, at most six lists at a time, but for what tells of the past', async () => {
  await using api = await fakeKubernetes({ objects });
  const snapshot = await passThroughSource(through(api)).snapshot({}, context);
  assert.equal(api.requests.length, resources.filter(({ past }) => !past).length);
  assert.ok(!api.requests.some((request) => JSON.stringify(request).includes('controllerrevisions')));
  assert.ok(api.mostAtOnce > 1 && api.mostAtOnce <= 6, `${api.mostAtOnce}`);
  assert.deepEqual(
    snapshot.list('Pod').map(({ metadata, kind }) => [kind, metadata.name]),
    [
      ['Pod', 'cart-1'],
      ['Pod', 'web-1'],
    ],
  );
  assert.deepEqual(snapshot.namespaces, ['blog', 'shop']);
  assert.equal(snapshot.covers('Secret', 'shop'), true);
  assert.deepEqual(snapshot.unavailable, []);
});

test('of the namespaces that are not asked for nothing is read', async () => {
  await using api = await fakeKubernetes({
    objects: [
      ...objects,
      object('PersistentVolume', 'mine', { spec: { claimRef: { namespace: 'shop', name: 'data' } } }),
      object('PersistentVolume', 'theirs', { spec: { claimRef: { namespace: 'blog', name: 'data' } } }),
    ],
  });
  const snapshot = await passThroughSource(through(api)).snapshot({ namespaces: ['shop', 'gone'] }, context);
  assert.deepEqual(
    snapshot.list('Pod').map(({ metadata }) => metadata.name),
    ['cart-1'],
  );
  assert.deepEqual(
    snapshot.list('Namespace').map(({ metadata }) => metadata.name),
    ['shop'],
  );
  assert.deepEqual(
    snapshot.list('PersistentVolume').map(({ metadata }) => metadata.name),
    ['mine'],
  );
  assert.ok(!api.requests.some((path) => path.includes('blog') || path.startsWith('/api/v1/pods')));
  assert.equal(snapshot.covers('Namespace'), false);
  assert.deepEqual(
    snapshot.unavailable.map(({ source, code }) => [source, code]),
    [['gone', 'not-found']],
  );
});

test('long lists come page by page', async () => {
  const many = Array.from({ length: 1201 }, (_, index) => pod(`shop/cart-${index}`));
  await using api = await fakeKubernetes({ objects: many });
  const { items, truncated } = await passThroughSource(through(api)).list('Pod', { namespace: 'shop' }, context);
  assert.equal(items.length, 1201);
  assert.equal(truncated, false);
  assert.deepEqual(api.requests, [
    '/api/v1/namespaces/shop/pods?limit=500',
    '/api/v1/namespaces/shop/pods?limit=500&continue=500',
    '/api/v1/namespaces/shop/pods?limit=500&continue=1000',
  ]);
});

test('over the byte cap the pages become smaller, and then the list is truncated', async () => {
  const many = Array.from({ length: 100 }, (_, index) => pod(`shop/cart-${index}`));
  await using api = await fakeKubernetes({ objects: many });
  const list = await passThroughSource(through(api)).list(
    'Pod',
    { namespace: 'shop' },
    { ...context, byteCap: 20_000 },
  );
  assert.ok(list.items.length > 5 && list.items.length < 100, `${list.items.length}`);
  assert.equal(list.truncated, true);
  assert.equal(list.unavailable?.code, 'result-too-large');
});

test('what the user may not read is unavailable, with the reason; the rest is read', async () => {
  await using api = await fakeKubernetes({
    objects,
    answers: {
      '/api/v1/namespaces/shop/secrets': { status: 403 },
      '/apis/apps/v1/namespaces/shop/deployments': { status: 500 },
      '/api/v1/namespaces/shop/services': { status: 200, body: 'no JSON' },
      '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers': { status: 404 },
      '/apis/networking.istio.io/v1beta1/namespaces/shop/gateways': { status: 404 },
    },
  });
  const snapshot = await passThroughSource(through(api)).snapshot({ namespaces: ['shop'] }, context);
  assert.equal(snapshot.list('Pod').length, 1);
  assert.deepEqual(
    snapshot.unavailable.map(({ kind, code }) => [kind, code]),
    [
      ['Deployment', 'cluster-unavailable'],
      ['Service', 'cluster-unavailable'],
      ['Secret', 'forbidden'],
      ['HorizontalPodAutoscaler', 'not-found'],
    ],
  );
  assert.match(snapshot.unavailable[2]?.reason ?? '', /refused/);
  assert.equal(snapshot.covers('Secret', 'shop'), false);
  assert.equal(snapshot.covers('Gateway', 'shop'), true, 'there can be none');
});

test('who may not list everywhere is given what each namespace gives', async () => {
  await using api = await fakeKubernetes({
    objects,
    answers: { '/api/v1/pods': { status: 403 }, '/api/v1/namespaces/blog/pods': { status: 403 } },
  });
  const source = passThroughSource(through(api));
  const snapshot = await source.snapshot({}, context);
  assert.deepEqual(
    snapshot.list('Pod').map(({ metadata }) => metadata.name),
    ['cart-1'],
  );
  assert.deepEqual(
    snapshot.unavailable.map(({ source: name }) => name),
    ['pods in blog'],
  );
  assert.equal(snapshot.covers('Pod', 'shop'), true);
  assert.equal(snapshot.covers('Pod', 'blog'), false);
  const list = await source.list('Pod', {}, context);
  assert.deepEqual(
    list.items.map(({ metadata }) => metadata.name),
    ['cart-1'],
  );
  assert.equal(list.unavailable?.namespace, 'blog');
});

test('when nothing can be read the reason is raised', async () => {
  for (const [status, code] of [
    [403, 'forbidden'],
    [401, 'forbidden'],
    [500, 'cluster-unavailable'],
    [404, 'cluster-unavailable'],
  ] as const) {
    const source = passThroughSource(async () => ({ status, body: '' }));
    await assert.rejects(source.snapshot({}, context), { code });
  }
});

test('what ends a run ends the reading, unchanged, and stops the other requests', async () => {
  for (const code of [
    'reauthentication-required',
    'control-plane-refuses-token',
    'cancelled',
    'deadline-exceeded',
  ] as const) {
    const error = new HexaopsError(code, 'from the control plane');
    let calls = 0;
    const source = passThroughSource(async (_path, { signal }) => {
      if (++calls === 3) throw error;
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      throw new HexaopsError('cancelled', 'by the first failure');
    });
    await assert.rejects(source.snapshot({}, context), (raised) => raised === error);
    assert.equal(calls, 6);
    const failing = passThroughSource(() => Promise.reject(error));
    await assert.rejects(failing.list('Pod', {}, context), (raised) => raised === error);
    await assert.rejects(failing.logs({ namespace: 'shop', pod: 'cart-1' }, context), (raised) => raised === error);
  }
});

test('a mistake in the program is not taken for a cluster that is down', async () => {
  const source = passThroughSource(() => Promise.reject(new TypeError('x is not a function')));
  await assert.rejects(source.snapshot({}, context), TypeError);
});

test('names that no object has are refused before any call', async () => {
  let calls = 0;
  const source = passThroughSource(async () => {
    calls++;
    return { status: 200, body: '{}' };
  });
  for (const name of ['', '*', '..', '../kube-system', 'a/b', 'a%2fb', 'a?b', 'A B', 'a\n', 'x'.repeat(300)]) {
    await assert.rejects(source.snapshot({ namespaces: ['shop', name] }, context), { code: 'input-invalid' });
    await assert.rejects(source.list('Pod', { namespace: name }, context), { code: 'input-invalid' });
    await assert.rejects(source.list('Pod', { namespace: 'shop', name }, context), { code: 'input-invalid' });
    await assert.rejects(source.logs({ namespace: name, pod: 'cart-1' }, context), { code: 'input-invalid' });
    await assert.rejects(source.logs({ namespace: 'shop', pod: name }, context), { code: 'input-invalid' });
    await assert.rejects(source.logs({ namespace: 'shop', pod: 'a', container: name }, context), {
      code: 'input-invalid',
    });
  }
  for (const labelSelector of ['', 'a=b&limit=1', 'a=\nb', '=', 'a in b', '(']) {
    await assert.rejects(
      source.list('Pod', { namespace: 'shop', labelSelector }, context),
      { code: 'input-invalid' },
      labelSelector,
    );
  }
  assert.equal(calls, 0);
});

test('one object is read by its name; that there is none is an empty list', async () => {
  await using api = await fakeKubernetes({ objects });
  const source = passThroughSource(through(api));
  const found = await source.list('Pod', { namespace: 'shop', name: 'cart-1' }, context);
  assert.deepEqual(
    found.items.map(({ metadata }) => metadata.name),
    ['cart-1'],
  );
  assert.deepEqual(await source.list('Pod', { namespace: 'shop', name: 'cart-2' }, context), {
    items: [],
    truncated: false,
  });
  assert.equal(api.requests[0], '/api/v1/namespaces/shop/pods/cart-1?');
});

test('logs are read of what is not well, and of its run before', async () => {
  const crashing = waitingPod('shop/checkout-1', 'CrashLoopBackOff', '', { containerStatus: { restartCount: 3 } });
  await using api = await fakeKubernetes({
    objects: [...objects, crashing, waitingPod('shop/new-1', 'ImagePullBackOff')],
    logs: {
      'shop/cart-1/server': 'well\n',
      'shop/checkout-1/server': 'starting\n',
      'shop/checkout-1/server/previous': 'panic: no database\n',
    },
  });
  const source = passThroughSource(through(api));
  const { logs, unavailable } = await source.snapshot({ namespaces: ['shop'] }, context);
  assert.deepEqual(
    logs.map(({ pod, previous, text }) => [pod, previous, text]),
    [
      ['checkout-1', false, 'starting\n'],
      ['checkout-1', true, 'panic: no database\n'],
    ],
  );
  assert.deepEqual(unavailable, []);
  assert.deepEqual((await source.snapshot({ namespaces: ['shop'], logs: 'none' }, context)).logs, []);
});

test('no more than fifty containers are asked for their logs', async () => {
  const crashing = Array.from({ length: 60 }, (_, index) =>
    waitingPod(`shop/cart-${index}`, 'Error', '', { containerStatus: { restartCount: 1 } }),
  );
  await using api = await fakeKubernetes({ objects: [shop, ...crashing] });
  const { unavailable } = await passThroughSource(through(api)).snapshot({ namespaces: ['shop'] }, context);
  assert.equal(api.requests.filter((path) => path.includes('/log?')).length, 100);
  assert.deepEqual(
    unavailable.map(({ source }) => source),
    ['the logs of 10 more containers'],
  );
});

test('of a log the end is kept, within lines and bytes', async () => {
  await using api = await fakeKubernetes({
    logs: { 'shop/cart-1/server': 'one\ntwo\nthree\n', 'shop/two-1/a': 'a', 'shop/two-1/b': 'b' },
  });
  const source = passThroughSource(through(api));
  const cart = { namespace: 'shop', pod: 'cart-1' };
  assert.deepEqual(await source.logs({ ...cart, container: 'server' }, context), {
    ...cart,
    container: 'server',
    previous: false,
    text: 'one\ntwo\nthree\n',
    truncated: false,
  });
  const two = await source.logs({ ...cart, tailLines: 2 }, context);
  assert.deepEqual([two.text, two.truncated], ['two\nthree\n', true]);
  assert.match(api.requests.at(-1) ?? '', /limitBytes=\d{7}/, 'more than is kept: the API would keep the beginning');
  const few = await source.logs({ ...cart, limitBytes: 7 }, context);
  assert.deepEqual([few.text, few.truncated], ['three\n', true]);
  await assert.rejects(source.logs({ ...cart, previous: true }, context), { code: 'not-found' });
  await assert.rejects(source.logs({ namespace: 'shop', pod: 'two-1' }, context), { code: 'input-invalid' });
});

test('a cancelled reading reads nothing', async () => {
  const source = passThroughSource(() => assert.fail('nothing is read'));
  const cancelled = { ...context, signal: AbortSignal.abort() };
  await assert.rejects(source.snapshot({}, cancelled), { code: 'cancelled' });
  await assert.rejects(source.list('Pod', {}, cancelled), { code: 'cancelled' });
});

test('the control plane gets the caller of each reading, and is not called without one', async () => {
  const callers: string[] = [];
  const source = passThroughSource(
    throughControlPlane({
      kubernetes: async ({ subject }) => {
        callers.push(subject);
        return { status: 200, body: '{"items":[]}', truncated: false };
      },
    }),
  );
  const caller = (subject: string): Caller => ({
    subject,
    workspace: 'w',
    organizations: [],
    roles: undefined,
    permissions: undefined,
    token: undefined,
  });
  await Promise.all(
    ['ann', 'bob'].map((subject) =>
      source.list('Pod', { namespace: subject }, { ...context, caller: caller(subject) }),
    ),
  );
  assert.deepEqual(callers, ['ann', 'bob']);
  await assert.rejects(
    source.list('Pod', {}, context).then(({ unavailable }) => {
      throw unavailable;
    }),
    { code: 'forbidden' },
  );
  assert.equal(callers.length, 2);
});
