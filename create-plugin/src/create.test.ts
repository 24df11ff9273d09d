import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import own from '../package.json' with { type: 'json' };
import { createPlugin, RefusedError } from './create.ts';
import { type Kind, kinds } from './kinds.ts';

const run = promisify(execFile);
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const main = fileURLToPath(new URL('main.ts', import.meta.url));
const allKinds = Object.keys(kinds) as Kind[];

let directory = '';
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hexaops-create-'));
  await symlink(modules, join(directory, 'node_modules'));
});
after(() => rm(directory, { recursive: true }));

describe('a new plugin', () => {
  before(() =>
    Promise.all(allKinds.map((kind) => createPlugin({ name: `@acme/new-${kind}`, kind, directory: at(kind) }))),
  );
  const at = (kind: Kind) => join(directory, kind);

  test('passes its own tests, whatever its kind', async () => {
    const tests = allKinds.map((kind) => `${kind}/src/**/*.test.ts`);
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
    const options = { cwd: directory, env: environment };
    const { stdout } = await run(
      process.execPath,
      [...process.execArgv, '--test-reporter=tap', '--test-isolation=none', '--test', ...tests],
      options,
    );
    assert.match(stdout, /^# fail 0$/m);
    assert.ok(Number(/^# pass (\d+)$/m.exec(stdout)?.[1]) > 40, stdout);
  });

  test('is well typed by its own options, whatever its kind', async () => {
    const options = { rootDir: '/', noEmit: true, declaration: false, resolveJsonModule: true };
    const project = {
      extends: './tool/tsconfig.json',
      compilerOptions: { ...options, customConditions: ['hexaops-source'] },
      include: ['*/src'],
    };
    await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(project));
    await run(process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', directory]);
  });

  for (const kind of allKinds)
    test(`${kind}: bears its own name and no other`, async () => {
      const files = await createPlugin({ name: `other-${kind}`, kind, directory: join(directory, 'named', kind) });
      for (const file of files) {
        const text = await readFile(join(directory, 'named', kind, file), 'utf8');
        assert.doesNotMatch(`${file} ${text}`, /my-plugin/, file);
      }
      assert.ok(
        ['.gitignore', 'CHANGELOG.md', 'README.md', 'package.json', 'tsconfig.json'].every((file) =>
          files.includes(file),
        ),
      );
      const manifest = JSON.parse(await readFile(join(at(kind), 'package.json'), 'utf8')) as typeof own & {
        readonly hexaops: object;
        readonly peerDependencies: object;
      };
      assert.deepEqual([manifest.name, manifest.hexaops], [`@acme/new-${kind}`, { id: `new-${kind}` }]);
      assert.deepEqual(manifest.peerDependencies, { '@hexaops/core': `^${own.devDependencies['@hexaops/core']}` });
      const versions = Object.values(manifest.devDependencies);
      assert.ok(versions.length === 5 && versions.every((version) => /^\^?\d+\.\d+\.\d+$/.test(version)), kind);
    });
});

test('a new plugin may be called like the one that it is made from', async () => {
  const folder = join(directory, 'alike');
  await createPlugin({ name: '@acme/my-plugin-tools', kind: 'tool', directory: folder });
  assert.match(await readFile(join(folder, 'README.md'), 'utf8'), /^# @acme\/my-plugin-tools$/m);
  assert.match(await readFile(join(folder, 'src/index.ts'), 'utf8'), /(?<!-)my-plugin-tools(?!-)/);
});

describe('npm create hexaops-plugin', () => {
  const create = (...words: readonly string[]) =>
    run(process.execPath, [...process.execArgv, main, ...words], { cwd: directory });
  const refused = (...words: readonly string[]) =>
    create(...words).then(
      () => assert.fail(`${words.join(' ')} is taken`),
      ({ code, stderr }: { readonly code: number; readonly stderr: string }) => ({ code, stderr }),
    );

  test('makes a plugin in a folder of its name, and says what to do next', async () => {
    const { stdout } = await create('@acme/by-hand', '--kind', 'rules');
    assert.match(
      stdout,
      /^by-hand: a plugin of kind "rules", \d+ files[\s\S]*cd by-hand\n {2}npm install\n {2}npm test/,
    );
    assert.match(await readFile(join(directory, 'by-hand/README.md'), 'utf8'), /^# @acme\/by-hand$/m);
  });

  test('says what it can make', async () => {
    const { stdout } = await create('--help');
    for (const kind of allKinds) assert.match(stdout, new RegExp(`^ {2}${kind} `, 'm'));
  });

  test('refuses what it cannot make, and says what to write instead', async () => {
    for (const [words, message] of [
      [[], /one name/],
      [['a', 'b'], /one name/],
      [['Not-A-Name'], /"Not-A-Name" is no name of a plugin: write .*"my-plugin"/],
      [['fine', '--kind', 'wroker'], /no kind "wroker": use one of tool, worker, provider, rules, sink/],
      [['fine', '--kindd', 'tool'], /--kindd/],
    ] as const) {
      const { code, stderr } = await refused(...words);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });

  test('writes over nothing', async () => {
    const folder = join(directory, 'full');
    await mkdir(folder);
    await writeFile(join(folder, 'precious.txt'), 'mine');
    await assert.rejects(createPlugin({ name: 'full', kind: 'tool', directory: folder }), RefusedError);
    await assert.rejects(
      createPlugin({ name: 'x', kind: 'tool', directory: join(folder, 'precious.txt') }),
      RefusedError,
    );
    assert.equal(await readFile(join(folder, 'precious.txt'), 'utf8'), 'mine');
  });
});
