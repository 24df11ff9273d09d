import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HexaopsError } from '@hexaops/core';
import {
  bundleArchive,
  bundleFiles,
  type BundleParts,
  collectedAt,
  event,
  node,
  object,
  pod,
  service,
  tarOf,
  temporaryDirectory,
  waitingPod,
  writeFiles,
} from '../../cluster/testing/index.ts';
import type { ReadContext } from '../source.ts';
import { BundleSource } from './bundle-source.ts';

const context: ReadContext = { signal: new AbortController().signal, byteCap: 1024 ** 2 };

const log = { namespace: 'shop', container: 'server', previous: false };
const parts: BundleParts = {
  objects: [
    pod('shop/cart-1'),
    waitingPod('shop/checkout-1', 'CrashLoopBackOff'),
    pod('blog/web-1'),
    service('shop/cart'),
    node('node-a'),
    event('shop/Pod/checkout-1', 'BackOff', 'Back-off restarting failed container'),
    object('Secret', 'shop/registry', { data: { token: 'Y2FuYXJ5' } } as object),
  ],
  logs: [
    { ...log, pod: 'cart-1', text: 'one\ntwo\nthree\n' },
    { ...log, pod: 'checkout-1', text: 'boom\n' },
    { ...log, pod: 'checkout-1', previous: true, text: 'boom before\n' },
  ],
};

async function sourceOf(files: BundleParts): Promise<{ source: BundleSource } & AsyncDisposable> {
  const directory = await temporaryDirectory();
  await writeFiles(directory.path, bundleFiles(files));
  return { source: new BundleSource(directory.path), [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() };
}

async function archived(content: Buffer, name = 'bundle.tar.gz'): Promise<{ source: BundleSource } & AsyncDisposable> {
  const directory = await temporaryDirectory();
  await writeFile(join(directory.path, name), content);
  return {
    source: new BundleSource(join(directory.path, name)),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}

test('a directory, and the same as .tar.gz and as .tar in one folder, give the same snapshot', async () => {
  await using directory = await sourceOf(parts);
  await using compressed = await archived(await bundleArchive(parts));
  const entries = [...bundleFiles(parts)].map(([path, content]) => ({
    name: `./top/${path}`.replace('./top', 'top'),
    content,
  }));
  await using plain = await archived(await tarOf([{ name: 'top/' }, ...entries]), 'bundle.tar');
  const [first, ...others] = await Promise.all(
    [directory, compressed, plain].map(async ({ source }) => {
      const snapshot = await source.snapshot({}, context);
      return {
        pods: snapshot
          .list('Pod')
          .map(({ metadata }) => metadata.name)
          .sort(),
        nodes: snapshot.list('Node').length,
        namespaces: snapshot.namespaces,
        logs: snapshot.logs.map(({ pod, previous, text }) => `${pod} ${previous} ${text}`).sort(),
        unavailable: snapshot.unavailable,
      };
    }),
  );
  assert.deepEqual(first?.pods, ['cart-1', 'checkout-1', 'web-1']);
  assert.deepEqual(first.namespaces, ['blog', 'shop']);
  for (const other of others) assert.deepEqual(other, first);
});

test('only the namespaces that are asked for are in the snapshot', async () => {
  await using bundle = await sourceOf(parts);
  const snapshot = await bundle.source.snapshot({ namespaces: ['blog', 'nowhere'] }, context);
  assert.deepEqual(
    snapshot.list('Pod').map(({ metadata }) => metadata.name),
    ['web-1'],
  );
  assert.equal(snapshot.list('Node').length, 1);
  assert.deepEqual(snapshot.logs, []);
  assert.ok(snapshot.unavailable.some(({ namespace }) => namespace === 'nowhere'));
});

test('what the bundle does not have is unavailable, not empty', async () => {
  await using bundle = await sourceOf(parts);
  const snapshot = await bundle.source.snapshot({}, context);
  assert.deepEqual(snapshot.list('Deployment'), []);
  assert.equal(snapshot.covers('Deployment', 'shop'), false);
  assert.equal(snapshot.covers('Service', 'shop'), true);
  assert.equal(snapshot.covers('Service', 'blog'), false);
  assert.ok(snapshot.unavailable.some(({ kind }) => kind === 'Deployment'));
  assert.ok(!snapshot.unavailable.some(({ kind }) => kind === 'VirtualService'), 'no news where few have it');
  const list = await bundle.source.list('Deployment', { namespace: 'shop' }, context);
  assert.equal(list.unavailable?.kind, 'Deployment');
  const asked = await bundle.source.list('VirtualService', { namespace: 'shop' }, context);
  assert.deepEqual([asked.unavailable?.kind, asked.unavailable?.code], ['VirtualService', undefined]);
});

test('the errors of the collector are reasons, by namespace', async () => {
  await using bundle = await sourceOf({
    ...parts,
    files: {
      'cluster-resources/secrets-errors.json': '{"shop":"secrets is forbidden"}',
      'cluster-resources/nodes-errors.json': '["nodes is forbidden"]',
      'cluster-resources/pods-errors.json': 'null',
      'cluster-resources/pods/logs/shop/cart-1/server-logs-errors.log': 'waiting to start\n',
    },
  });
  const { unavailable } = await bundle.source.snapshot({}, context);
  const reasons = unavailable.map(({ source, reason }) => `${source}: ${reason}`);
  assert.ok(reasons.includes('secrets in shop: secrets is forbidden'));
  assert.ok(reasons.includes('nodes: nodes is forbidden'));
  assert.ok(reasons.includes('the log of shop/cart-1/server: waiting to start'));
});

test('lists may be PodList, List, a bare array, one object, or null, with or without an extension', async () => {
  const shop = { metadata: { name: 'a' } };
  await using bundle = await sourceOf({
    files: {
      'cluster-resources/pods/one.json': JSON.stringify({ kind: 'PodList', items: [shop] }),
      'cluster-resources/pods/two.json': JSON.stringify({ kind: 'List', items: [{ ...shop, kind: 'Pod' }] }),
      'cluster-resources/pods/three.json': JSON.stringify([shop]),
      'cluster-resources/pods/four.json': 'null',
      'cluster-resources/pods/five.json': '{"items":null}',
      'cluster-resources/pods/._one.json': 'left by a file manager',
      'cluster-resources/namespaces.json': JSON.stringify({ metadata: { name: 'one' } }),
      'cluster-resources/pvs': JSON.stringify([{ metadata: { name: 'disk' } }]),
      'cluster-resources/statefulsets-errors.json/one.json': JSON.stringify([{ metadata: { name: 'set' } }]),
    },
  });
  const snapshot = await bundle.source.snapshot({}, context);
  assert.deepEqual(
    snapshot
      .list('Pod')
      .map(({ metadata }) => metadata.namespace)
      .sort(),
    ['one', 'three', 'two'],
  );
  assert.deepEqual(
    snapshot.list('Namespace').map(({ metadata }) => metadata.name),
    ['one'],
  );
  assert.deepEqual(
    snapshot.list('PersistentVolume').map(({ metadata }) => metadata.name),
    ['disk'],
  );
  assert.deepEqual(
    snapshot.list('ReplicaSet').map(({ metadata }) => metadata.name),
    ['set'],
  );
});

test('custom resources are read from YAML, once', async () => {
  const folder = 'cluster-resources/custom-resources/virtualservices.networking.istio.io';
  await using bundle = await sourceOf({
    ...parts,
    files: {
      [`${folder}/shop.yaml`]: '- metadata:\n    name: cart\n  spec:\n    hosts: [cart]\n',
      [`${folder}/shop.json`]: JSON.stringify([{ metadata: { name: 'cart' }, spec: { hosts: ['cart'] } }]),
      [`${folder}/blog.yaml`]: '- metadata:\n    name: web\n',
    },
  });
  const snapshot = await bundle.source.snapshot({}, context);
  assert.deepEqual(
    snapshot
      .list('VirtualService')
      .map(({ metadata }) => metadata.name)
      .sort(),
    ['cart', 'web'],
  );
});

test('a list that is none is an error that names the file', async () => {
  const path = 'cluster-resources/pods/shop.json';
  for (const text of [
    '{"items":[',
    'text',
    '"x"',
    '{}',
    '{"kind":"ServiceList","items":[]}',
    '{"items":[{"kind":"Pod"}]}',
    '[1]',
  ]) {
    await using bundle = await sourceOf({ ...parts, files: { [path]: text } });
    await assert.rejects(bundle.source.snapshot({}, context), (error) => {
      assert.ok(HexaopsError.is(error, 'bundle-invalid'), String(error));
      assert.match(error.message, /cluster-resources\/pods\/shop\.json: /);
      assert.ok(error.nextStep);
      return true;
    });
  }
});

test('an empty file and a damaged supplement do not sink the rest', async () => {
  await using bundle = await sourceOf({
    ...parts,
    evidence: { 'alerts.json': '{', 'connectivity.json': { not: 'a list' } },
    files: { 'cluster-resources/storage-classes.json': '\n' },
  });
  const snapshot = await bundle.source.snapshot({}, context);
  assert.equal(snapshot.list('Pod').length, 3);
  assert.equal(snapshot.supplements.alerts, undefined);
  const sources = snapshot.unavailable.map(({ source }) => source);
  for (const source of ['evidence/alerts.json', 'evidence/connectivity.json', 'storageclasses.storage.k8s.io']) {
    assert.ok(sources.includes(source), source);
  }
});

test('values of secrets are not in anything that a bundle gives', async () => {
  await using bundle = await sourceOf(parts);
  const snapshot = await bundle.source.snapshot({}, context);
  assert.deepEqual(snapshot.list('Secret')[0]?.dataKeys, ['token']);
  assert.doesNotMatch(JSON.stringify(snapshot.list('Secret')), /Y2FuYXJ5/);
});

test('lists are narrowed by namespace, name and labels', async () => {
  await using bundle = await sourceOf(parts);
  const names = async (request: object) =>
    (await bundle.source.list('Pod', request, context)).items.map(({ metadata }) => metadata.name).sort();
  assert.deepEqual(await names({ namespace: 'shop' }), ['cart-1', 'checkout-1']);
  assert.deepEqual(await names({ name: 'web-1' }), ['web-1']);
  assert.deepEqual(await names({ labelSelector: 'app in (cart, web)' }), ['cart-1', 'web-1']);
  assert.deepEqual(await names({ labelSelector: 'app!=cart,app' }), ['checkout-1', 'web-1']);
});

test('a log is found by its names, its end is kept, and what is missing is said', async () => {
  await using bundle = await sourceOf(parts);
  const cart = { namespace: 'shop', pod: 'cart-1' };
  assert.equal((await bundle.source.logs(cart, context)).text, 'one\ntwo\nthree\n');
  assert.deepEqual(await bundle.source.logs({ ...cart, tailLines: 2 }, context), {
    ...log,
    pod: 'cart-1',
    text: 'two\nthree\n',
    truncated: true,
  });
  assert.equal((await bundle.source.logs(cart, { ...context, byteCap: 7 })).text, 'three\n');
  await assert.rejects(bundle.source.logs({ ...cart, previous: true }, context), (error) =>
    HexaopsError.is(error, 'not-found'),
  );
});

test('names that no object has are refused before anything is read', async () => {
  const source = new BundleSource('/nonexistent');
  for (const namespace of ['', '*', '../x', 'a/b', 'A', 'a'.repeat(64), 'a\0']) {
    await assert.rejects(source.snapshot({ namespaces: [namespace] }, context), { code: 'input-invalid' });
    await assert.rejects(source.list('Pod', { namespace }, context), { code: 'input-invalid' });
    await assert.rejects(source.logs({ namespace, pod: 'a' }, context), { code: 'input-invalid' });
    await assert.rejects(
      source.logs({ namespace: 'shop', pod: namespace === 'a'.repeat(64) ? '..' : namespace }, context),
      {
        code: 'input-invalid',
      },
    );
  }
});

test('the time of the collection is its record, else its name, else the newest time in it', async () => {
  await using recorded = await sourceOf({
    ...parts,
    evidence: { 'collection.json': { collectedAt: '2026-02-02T02:02:02Z', namespace: 'shop' } },
  });
  assert.deepEqual((await recorded.source.snapshot({}, context)).collectedAt, new Date('2026-02-02T02:02:02Z'));
  await using named = await archived(await bundleArchive(parts, 'support-bundle-2026-03-01T12_00_00'));
  assert.deepEqual((await named.source.snapshot({}, context)).collectedAt, collectedAt);
  await using neither = await sourceOf(parts);
  assert.deepEqual((await neither.source.snapshot({}, context)).collectedAt, new Date('2026-03-01T11:59:00Z'));
});

test('a reading that failed or was cancelled is done again when it is asked for again', async () => {
  await using bundle = await archived(
    gzipSync(await tarOf([...bundleFiles(parts)].map(([name, content]) => ({ name, content })))),
  );
  const cancelled = { ...context, signal: AbortSignal.abort() };
  await assert.rejects(bundle.source.snapshot({}, cancelled), { code: 'cancelled' });
  assert.equal((await bundle.source.snapshot({}, context)).list('Pod').length, 3);
});
