import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { entryPoints, outsidePackages, publishedWorkspaces, repository } from './workspaces.ts';

const licence = await readFile(join(repository, 'LICENSE'), 'utf8');
const published = [...(await publishedWorkspaces()), ...(await outsidePackages())];
const versions = new Map(published.map(({ manifest }) => [manifest.name, manifest.version]));

describe('Every package that is published', () => {
  it('is found', () => {
    for (const name of ['@hexaops/core', '@hexaops/runtime', '@hexaops/worker-kubernetes'])
      assert.ok(versions.has(name), name);
    assert.ok(![...versions.keys()].some((name) => name.includes('example') || name.includes('test')));
  });

  for (const { folder, manifest } of published)
    it(`${manifest.name} says what it is, and brings its licence and its README`, async () => {
      assert.equal(await readFile(join(repository, folder, 'LICENSE'), 'utf8'), licence, 'cp LICENSE of the root');
      assert.match(await readFile(join(repository, folder, 'README.md'), 'utf8'), /^# ./);
      assert.match(manifest.version, /^\d+\.\d+\.\d+(-[\w.]+)?$/);
      assert.match(manifest.description ?? '', /^\S.+\.$/);
      assert.equal(manifest.license, 'Apache-2.0');
      assert.equal(manifest.type, 'module');
      assert.match(manifest.engines?.['node'] ?? '', /^>=\d+\.\d+$/);
    });

  for (const { folder, manifest } of published)
    it(`${manifest.name} publishes what is built of it, by names that stay`, () => {
      const { files = [], exports = {} } = manifest;
      assert.ok(files.includes('dist'), 'files');
      for (const left of ['!dist/**/*.map', '!dist/**/*.test.*']) assert.ok(files.includes(left), `files: ${left}`);
      assert.ok(!files.some((pattern) => /^(\.|src|\*)/.test(pattern)));
      assert.ok(Object.keys(exports).length === 0 || exports['./package.json'] === './package.json');
      for (const [subpath, target] of entryPoints(manifest)) {
        const [first] = Object.keys(manifest.exports?.[subpath] ?? {}).filter((key) => key !== 'hexaops-source');
        assert.equal(first, 'types', `${folder}: the first condition that matches is taken`);
        assert.match(target, /^\.\/dist\/[\w/-]+\.js$/);
      }
      for (const target of Object.values(manifest.bin ?? {})) assert.match(target, /^(\.\/)?dist\//);
    });

  for (const { manifest } of published)
    it(`${manifest.name} asks for others of ours by versions that are there`, () => {
      for (const [name, version] of Object.entries(manifest.dependencies ?? {}))
        if (versions.has(name)) assert.equal(version, versions.get(name), name);
      for (const [name, range] of Object.entries(manifest.peerDependencies ?? {}))
        if (versions.has(name)) assert.equal(range, `^${versions.get(name)}`, name);
    });
});
