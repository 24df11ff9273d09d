import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type ErrorCode, HexaopsError } from '../errors.ts';
import { coreVersion } from './core-version.ts';
import { checkCompatibility, loadPlugin } from './load.ts';

describe('loading a plugin', () => {
  let directory = '';
  let base = '';

  const install = async (name: string, manifest: object, code: string) => {
    const folder = join(directory, 'node_modules', name);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({
        name,
        version: '2.3.4',
        type: 'module',
        exports: { '.': './index.js', './package.json': './package.json' },
        ...manifest,
      }),
    );
    await writeFile(join(folder, 'index.js'), code);
  };
  const refused = (code: ErrorCode, message: RegExp) => (error: unknown) =>
    HexaopsError.is(error, code) && message.test(error.message) && (error.nextStep ?? '').length > 0;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hexaops-load-'));
    base = pathToFileURL(join(directory, 'service.js')).href;
  });
  after(() => rm(directory, { recursive: true }));

  test('reads the manifest and imports the default export', async () => {
    await install(
      'good',
      { hexaops: { id: 'good' }, peerDependencies: { '@hexaops/core': `^${coreVersion}` } },
      'export default { config: {}, register() {} };',
    );
    const { manifest, config } = await loadPlugin('good', base, { a: 1 });
    assert.deepEqual(manifest, { id: 'good', name: 'good', version: '2.3.4', core: `^${coreVersion}` });
    assert.deepEqual(config, { a: 1 });
  });

  test('takes a folder for the package in it, by its exports', async () => {
    const code = 'export default { config: {}, register() {} };';
    await install('folder', { hexaops: { id: 'folder' }, peerDependencies: { '@hexaops/core': '*' } }, code);
    for (const path of ['./node_modules/folder', './node_modules/folder/', join(directory, 'node_modules/folder')]) {
      assert.equal((await loadPlugin(path, base)).manifest.id, 'folder');
    }
    await assert.rejects(loadPlugin('./nowhere', base), refused('plugin-invalid', /not installed/));
  });

  test('refuses an incompatible plugin before any of its code runs', async () => {
    const code = 'globalThis.incompatiblePluginRan = true; export default { register() {} };';
    await install('future', { hexaops: { id: 'future' }, peerDependencies: { '@hexaops/core': '^99.0.0' } }, code);
    await assert.rejects(
      loadPlugin('future', base),
      refused(
        'plugin-incompatible',
        new RegExp(`2\\.3\\.4 needs @hexaops/core \\^99\\.0\\.0, this is ${coreVersion.replaceAll('.', '\\.')}`),
      ),
    );
    assert.equal('incompatiblePluginRan' in globalThis, false);
  });

  test('says whether an older or a newer plugin is needed', () => {
    const needs = (core: string) => ({ id: 'p', name: 'p', version: '1.0.0', core });
    const nextStep = (core: string, version: string) => {
      try {
        checkCompatibility(needs(core), version);
        return 'compatible';
      } catch (error) {
        return HexaopsError.is(error) ? error.nextStep : undefined;
      }
    };
    assert.match(nextStep('^1.0.0', '2.0.0') ?? '', /a newer p/);
    assert.match(nextStep('^3.0.0', '2.0.0') ?? '', /an older p/);
    assert.equal(nextStep('^2.0.0', '2.1.0'), 'compatible');
  });

  test('refuses a package that is no plugin, is not there, or exports none', async () => {
    await install('plain', {}, 'export default {};');
    await install(
      'empty',
      { hexaops: { id: 'empty' }, peerDependencies: { '@hexaops/core': '*' } },
      'export const x = 1;',
    );
    await assert.rejects(loadPlugin('plain', base), refused('plugin-invalid', /no Hexaops plugin/));
    await assert.rejects(loadPlugin('missing', base), refused('plugin-invalid', /not installed/));
    await assert.rejects(loadPlugin('empty', base), refused('plugin-invalid', /default export/));
  });
});
