import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { HexaopsError } from '@hexaops/core';
import {
  type ArchiveEntry,
  bundleArchive,
  bundleFiles,
  pod,
  tarOf,
  temporaryDirectory,
  writeFiles,
} from '../../cluster/testing/index.ts';
import { BundleSource } from './bundle-source.ts';
import type { BundleLimits } from './limits.ts';

const context = { signal: new AbortController().signal, byteCap: 1024 ** 2 };
const honest = [...bundleFiles({ objects: [pod('shop/cart-1')] })].map(([name, content]) => ({ name, content }));

async function read(content: Buffer, limits: Partial<BundleLimits> = {}) {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'bundle.tar.gz');
  await writeFile(path, content);
  // Awaited here: the directory is gone with the scope.
  return await new BundleSource(path, limits).snapshot({}, context);
}

async function refuses(content: Buffer, message: RegExp, limits: Partial<BundleLimits> = {}): Promise<void> {
  await assert.rejects(read(content, limits), (error) => {
    assert.ok(HexaopsError.is(error, 'bundle-invalid'), String(error));
    assert.match(error.message, message);
    assert.ok(error.nextStep, 'it says what to do');
    return true;
  });
}

const hostile: readonly [string, ArchiveEntry, RegExp][] = [
  ['a path that climbs', { name: '../../etc/cron.d/x', content: 'x' }, /out of the archive/],
  ['a path that climbs inside', { name: 'cluster-resources/../../x', content: 'x' }, /out of the archive/],
  ['a path that climbs in the way of Windows', { name: 'a\\..\\..\\x', content: 'x' }, /out of the archive/],
  ['an absolute path', { name: '/etc/passwd', content: 'x' }, /absolute/],
  ['a path with a drive', { name: 'C:\\x', content: 'x' }, /absolute/],
  ['a link to the outside', { name: 'x', type: 'symlink', linkname: '/etc/passwd' }, /symbolic link/],
  ['a link that climbs', { name: 'a/x', type: 'symlink', linkname: '../../etc/passwd' }, /symbolic link/],
  [
    'a link where a list should be',
    { name: 'cluster-resources/services/shop.json', type: 'symlink', linkname: '../pods/shop.json' },
    /symbolic link/,
  ],
  ['a hard link', { name: 'x', type: 'link', linkname: 'cluster-resources/pods/shop.json' }, /hard link/],
  [
    'a device',
    { name: 'cluster-resources/nodes.json', type: 'character-device', devmajor: 1, devminor: 5 },
    /character-device/,
  ],
  ['a pipe', { name: 'cluster-resources/nodes.json', type: 'fifo' }, /fifo/],
];

for (const [what, entry, message] of hostile) {
  test(`an archive with ${what} is refused, compressed or not`, async () => {
    const tar = await tarOf([...honest, entry]);
    await refuses(tar, message);
    await refuses(gzipSync(tar), message);
  });
}

test('links that Troubleshoot.sh makes for its logs are let by', async () => {
  const link: ArchiveEntry = {
    name: 'top/logs/cart.log',
    type: 'symlink',
    linkname: '../cluster-resources/pods/logs/shop/cart-1/server.log',
  };
  const nested = honest.map(({ name, content }) => ({ name: `top/${name}`, content }));
  assert.equal((await read(await tarOf([link, ...nested]))).list('Pod').length, 1);
});

test('a decompression bomb is stopped by its ratio, long before its size', async () => {
  const bomb = gzipSync(await tarOf([...honest, { name: 'padding', content: Buffer.alloc(64 * 1024 ** 2) }]));
  await refuses(bomb, /decompression bomb/);
});

test('too many bytes, too many entries and a file too large are refused', async () => {
  const tar = await tarOf([...honest, { name: 'cluster-resources/nodes.json', content: `[${' '.repeat(5000)}]` }]);
  await refuses(tar, /more than 2000 bytes/, { totalBytes: 2000 });
  await refuses(tar, /more than 1 entries/, { entries: 1 });
  await refuses(tar, /nodes\.json: it has 5002 bytes/, { fileBytes: 4000 });
  await refuses(tar, /more than the 100 that are read/, { archiveBytes: 100 });
});

test('a file of 2 GB is refused by its size: it is not read', async () => {
  await using directory = await temporaryDirectory();
  const archive = join(directory.path, 'bundle.tar.gz');
  const nodes = join(directory.path, 'b/cluster-resources/nodes.json');
  await mkdir(join(directory.path, 'b/cluster-resources'), { recursive: true });
  for (const path of [archive, nodes]) {
    // Sparse: it has the size and takes no room.
    await using file = await open(path, 'w');
    await file.truncate(2 * 1024 ** 3);
  }
  for (const path of [archive, join(directory.path, 'b')]) {
    await assert.rejects(new BundleSource(path).snapshot({}, context), /2147483648 bytes, more than/);
  }
});

test('an archive that was cut anywhere is refused', async () => {
  const tar = await tarOf(honest);
  const gzip = gzipSync(tar);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: gzip.length - 1 }), async (length) => {
      await assert.rejects(read(gzip.subarray(0, length)), { code: 'bundle-invalid' });
    }),
    { numRuns: 30 },
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: tar.length - 1024 }), async (length) => {
      await assert.rejects(read(tar.subarray(0, length)), { code: 'bundle-invalid' });
    }),
    { numRuns: 30 },
  );
  await refuses(gzip.subarray(0, gzip.length - 9), /cut off/);
});

test('bytes that were changed give an error of ours, or a snapshot', async () => {
  const gzip = gzipSync(await tarOf(honest));
  await fc.assert(
    fc.asyncProperty(fc.nat(gzip.length - 1), fc.integer({ min: 1, max: 255 }), async (position, change) => {
      const damaged = Buffer.from(gzip);
      damaged[position] = (damaged[position] ?? 0) ^ change;
      await read(damaged).then(
        (snapshot) => assert.ok(snapshot.namespaces),
        (error: unknown) => assert.ok(HexaopsError.is(error, 'bundle-invalid'), String(error)),
      );
    }),
    { numRuns: 60 },
  );
});

test('what is no bundle is answered with what one is', async () => {
  await refuses(Buffer.from('hello'), /not a tar archive/);
  await refuses(Buffer.alloc(0), /empty/);
  await refuses(Buffer.from('PK\x03\x04'.padEnd(2000, 'x')), /not a tar archive/);
  await refuses(await tarOf([{ name: 'readme.txt', content: 'x' }]), /holds no support bundle/);
  await using directory = await temporaryDirectory();
  await assert.rejects(new BundleSource(directory.path).snapshot({}, context), (error) => {
    assert.ok(HexaopsError.is(error, 'bundle-invalid'));
    return /cluster-resources\//.test(error.nextStep ?? '');
  });
  await assert.rejects(new BundleSource(join(directory.path, 'none')).snapshot({}, context), { code: 'not-found' });
});

test('several bundles in one place are refused, by name', async () => {
  const two = ['a', 'b'].flatMap((folder) =>
    honest.map(({ name, content }) => ({ name: `${folder}/${name}`, content })),
  );
  await refuses(await tarOf(two), /several bundles: a, b/);
  await using directory = await temporaryDirectory();
  await writeFiles(directory.path, new Map(two.map(({ name, content }) => [name, content])));
  await assert.rejects(new BundleSource(directory.path).snapshot({}, context), /several bundles: a, b/);
});

test('links and sockets in the place of files of a directory are not followed, and said', async () => {
  await using directory = await temporaryDirectory();
  const path = (name: string) => join(directory.path, 'bundle/cluster-resources', name);
  await writeFiles(join(directory.path, 'bundle'), bundleFiles({ objects: [pod('shop/cart-1')] }));
  await writeFile(join(directory.path, 'outside.json'), '[{"metadata":{"name":"outside"}}]');
  await symlink(join(directory.path, 'outside.json'), path('nodes.json'));
  await symlink(directory.path, path('services'));
  const socket = createServer().listen(path('pvs.json'));
  await once(socket, 'listening');
  const snapshot = await new BundleSource(join(directory.path, 'bundle')).snapshot({}, context);
  socket.close();
  assert.deepEqual(snapshot.list('Node'), []);
  assert.deepEqual(snapshot.list('PersistentVolume'), []);
  assert.equal(snapshot.list('Pod').length, 1);
  const reasons = snapshot.unavailable.map(({ source, reason }) => `${source}: ${reason}`);
  assert.ok(reasons.includes('cluster-resources/nodes.json: it is a symbolic link, which is not followed'));
  assert.ok(reasons.includes('cluster-resources/pvs.json: it is not a file'));
});

test('an archive is read whatever it is called', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'bundle.bin');
  await writeFile(path, await bundleArchive({ objects: [pod('shop/cart-1')] }));
  assert.equal((await new BundleSource(path).snapshot({}, context)).list('Pod').length, 1);
});
