import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { node, object, pod, temporaryDirectory } from '../../cluster/testing/index.ts';
import type { ReadContext } from '../source.ts';
import { fakeKubernetes } from '../testing/index.ts';
import { kubeconfigSource } from './kubeconfig-source.ts';

const context: ReadContext = { signal: new AbortController().signal, byteCap: 64 * 1024 ** 2 };

async function kubeconfig(server: string, user: object) {
  const directory = await temporaryDirectory();
  const path = join(directory.path, 'config');
  const clusters = [{ name: 'shop', cluster: { server, 'insecure-skip-tls-verify': true } }];
  const contexts = [
    { name: 'shop', context: { cluster: 'shop', user: 'ann' } },
    { name: 'nobody', context: { cluster: 'gone', user: 'ann' } },
  ];
  await writeFile(
    path,
    JSON.stringify({ clusters, contexts, 'current-context': 'shop', users: [{ name: 'ann', user }] }),
  );
  return { path, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() };
}

test('the cluster of a kubeconfig is read with its credentials', async () => {
  await using api = await fakeKubernetes({
    token: 'canary',
    objects: [object('Namespace', 'shop'), node('a'), pod('shop/cart-1')],
  });
  await using config = await kubeconfig(api.url, { token: 'canary' });
  const source = await kubeconfigSource({ path: config.path });
  const snapshot = await source.snapshot({}, context);
  assert.equal(snapshot.source, 'kubeconfig context shop');
  assert.deepEqual(
    snapshot.list('Pod').map(({ metadata }) => metadata.name),
    ['cart-1'],
  );
  assert.deepEqual(snapshot.unavailable, []);
});

test('refused credentials and a cluster that is not there are said, without the credentials', async () => {
  await using api = await fakeKubernetes({ token: 'another' });
  await using refused = await kubeconfig(api.url, { token: 'canary' });
  await using gone = await kubeconfig('http://127.0.0.1:1', { token: 'canary' });
  for (const [{ path }, code] of [
    [refused, 'forbidden'],
    [gone, 'cluster-unavailable'],
  ] as const) {
    const source = await kubeconfigSource({ path });
    await assert.rejects(source.snapshot({}, context), (error) => {
      assert.ok(HexaopsError.is(error, code), String(error));
      assert.doesNotMatch(`${error.message} ${error.nextStep} ${JSON.stringify(error.details ?? {})}`, /canary/);
      return true;
    });
  }
});

test('an answer is read up to the byte cap, and no further', async () => {
  await using api = await fakeKubernetes({ objects: [pod('shop/cart-1')] });
  await using config = await kubeconfig(api.url, {});
  const source = await kubeconfigSource({ path: config.path });
  const list = await source.list('Pod', { namespace: 'shop' }, { ...context, byteCap: 100 });
  assert.deepEqual([list.items.length, list.truncated], [0, true]);
});

test('a program that a kubeconfig names is run only when that is allowed', async () => {
  await using directory = await temporaryDirectory();
  const mark = join(directory.path, 'was-run');
  await using config = await kubeconfig('http://127.0.0.1:1', {
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'touch', args: [mark], interactiveMode: 'Never' },
  });
  await assert.rejects(kubeconfigSource({ path: config.path }), { code: 'config-invalid' });
  assert.ok(await kubeconfigSource({ path: config.path, allowPrograms: true }));
});

test('a missing file, an unknown context and one without a cluster are answered with what to do', async () => {
  await using config = await kubeconfig('http://127.0.0.1:1', {});
  const { path } = config;
  const options = [{ path: `${path}-none` }, { path, context: 'shoop' }, { path, context: 'nobody' }];
  for (const option of options) {
    await assert.rejects(
      kubeconfigSource(option),
      (error) => HexaopsError.is(error, 'config-invalid') && error.nextStep !== undefined,
    );
  }
  await assert.rejects(
    kubeconfigSource({ path, context: 'shoop' }),
    (error) => HexaopsError.is(error) && /shop/.test(error.nextStep ?? ''),
  );
});

test('where there is no kubeconfig at all, that is said, and no cluster is made up', async () => {
  await using home = await temporaryDirectory();
  const before = { KUBECONFIG: process.env['KUBECONFIG'], HOME: process.env['HOME'] };
  delete process.env['KUBECONFIG'];
  process.env['HOME'] = home.path;
  try {
    await assert.rejects(
      kubeconfigSource(),
      (error) => HexaopsError.is(error, 'config-invalid') && /KUBECONFIG/.test(error.message),
    );
  } finally {
    for (const [name, value] of Object.entries(before))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
});
