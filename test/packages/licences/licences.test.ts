import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { formatted } from '../../documentation/markdown.ts';
import { repository } from '../workspaces.ts';
import { publishedDependencies, refused } from './licences.ts';
import { dependenciesOf, type Lockfile } from './locked.ts';
import { licencesPage } from './page.ts';

describe('Licences of dependencies', () => {
  it('are allowed, all of them', async () => {
    const dependencies = await publishedDependencies();
    assert.ok(dependencies.length > 100);
    assert.deepEqual(refused(dependencies), []);
  });

  it('stand in docs/licences.md (HEXAOPS_WRITE_DOCS=1 writes it)', async () => {
    const page = await formatted(licencesPage(await publishedDependencies()));
    const file = join(repository, 'docs/licences.md');
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(file, page);
    assert.equal(await readFile(file, 'utf8'), page);
  });

  for (const [licence, isAllowed] of [
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['(MIT AND BSD-3-Clause)', true],
    ['(MIT AND GPL-3.0-only)', false],
    ['AGPL-3.0-or-later', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['UNLICENSED', false],
    ['unknown', false],
  ] as const)
    it(`${isAllowed ? 'allow' : 'refuse'} ${licence}`, () => {
      const found = refused([{ name: 'some', version: '1.0.0', licence, of: ['@hexaops/core'] }]);
      assert.deepEqual(found, isAllowed ? [] : [`some@1.0.0 (${licence}), of @hexaops/core`]);
    });
});

describe('What is installed with a package', () => {
  const lockfile: Lockfile = {
    packages: {
      core: { dependencies: { one: '1.0.0' }, optionalDependencies: { elsewhere: '1.0.0' } },
      'plugins/sample': { dependencies: { one: '2.0.0' }, peerDependencies: { '@hexaops/core': '^0.1.0' } },
      'node_modules/@hexaops/core': { license: 'Apache-2.0' },
      'node_modules/one': { version: '1.0.0', license: 'MIT', dependencies: { two: '*', one: '*' } },
      'plugins/sample/node_modules/one': { version: '2.0.0', license: 'ISC', dependencies: { two: '*' } },
      'node_modules/one/node_modules/two': { version: '1.5.0', license: 'GPL-3.0-only' },
      'node_modules/two': {
        version: '2.0.0',
        peerDependencies: { three: '*', four: '*' },
        peerDependenciesMeta: { four: { optional: true } },
      },
      'node_modules/three': { version: '3.0.0', license: 'MIT' },
      'node_modules/four': { version: '4.0.0', license: 'MIT' },
    },
  };
  const roots = [
    { name: '@hexaops/core', path: 'core' },
    { name: '@hexaops/sample', path: 'plugins/sample', builtIn: ['four'] },
  ];

  it('is what Node finds from each of them, and nothing of ours', () => {
    assert.deepEqual(
      dependenciesOf(lockfile, roots).map(
        ({ name, version, licence, of }) => `${name} ${version} ${licence}: ${of.join()}`,
      ),
      [
        'four 4.0.0 MIT: @hexaops/sample',
        'one 1.0.0 MIT: @hexaops/core',
        'one 2.0.0 ISC: @hexaops/sample',
        'three 3.0.0 MIT: @hexaops/sample',
        'two 1.5.0 GPL-3.0-only: @hexaops/core',
        'two 2.0.0 unknown: @hexaops/sample',
      ],
    );
  });

  it('is all in the lockfile, or refused with the name', () => {
    const { 'node_modules/three': _, ...packages } = lockfile.packages;
    assert.throws(() => dependenciesOf({ packages }, roots), /node_modules\/two needs three/);
  });
});
