import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { installPacked } from '../../packages/install.ts';
import { build, packAll, type PackedPackage } from '../../packages/pack.ts';
import type { Manifest } from '../../packages/workspaces.ts';
import { createMinter } from '../../security/support/tokens.ts';

const run = promisify(execFile);
const question = 'how many addresses does 10.0.0.0/24 have?';
/** Who has never seen this repository has its packages, npm, and this Node. */
const environment = {
  HOME: process.env['HOME'],
  PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
};

describe('the path of a stranger, from the packed tarballs in an empty directory', { timeout: 600_000 }, () => {
  let directory = '';
  let packed: readonly PackedPackage[] = [];
  let project = '';
  const spent: (readonly [step: string, milliseconds: number])[] = [];

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hexaops-stranger-'));
    project = join(directory, 'network-tools');
    await build();
    packed = await packAll(join(directory, 'tarballs'));
  });
  after(async () => {
    const sum = spent.reduce((total, [, milliseconds]) => total + milliseconds, 0);
    const steps = spent.map(([step, milliseconds]) => `${step} ${(milliseconds / 1000).toFixed(1)} s`);
    console.log(`the path of a stranger: ${(sum / 1000).toFixed(1)} s (goal: 120 s): ${steps.join(', ')}`);
    await rm(directory, { recursive: true, force: true });
  });

  /** Each step is there whatever became of the one before: the first that fails tells. */
  const step = (name: string, body: () => Promise<void>): void =>
    void test(name, async () => {
      const start = performance.now();
      try {
        await body();
      } finally {
        spent.push([name, performance.now() - start]);
      }
    });
  const inProject = (...words: readonly [string, ...string[]]) =>
    run(words[0], words.slice(1), { cwd: project, env: environment });

  step('create', async () => {
    const { tarball } = packed.find(({ manifest }) => manifest.name === 'create-hexaops-plugin') ?? assert.fail();
    const words = ['exec', '--yes', `--package=file:${tarball}`, '--', 'create-hexaops-plugin'];
    await run('npm', [...words, '@stranger/network-tools', '--kind', 'tool'], { cwd: directory, env: environment });
  });

  step('install', async () => {
    const text = await readFile(join(project, 'package.json'), 'utf8');
    const manifest = JSON.parse(text) as Manifest;
    const { devDependencies = {}, peerDependencies: _, ...rest } = manifest;
    const names = Object.keys(devDependencies).filter((name) => name.startsWith('@hexaops/'));
    assert.deepEqual(names, ['@hexaops/core', '@hexaops/runtime']);
    const others = Object.fromEntries(Object.entries(devDependencies).filter(([name]) => !names.includes(name)));
    await installPacked(packed, { directory: project, names, manifest: { ...rest, devDependencies: others } });
    await writeFile(join(project, 'package.json'), text);
  });

  step('test', async () => {
    const { stdout } = await inProject('npm', 'test');
    assert.match(stdout, /^ℹ fail 0$/m);
  });

  step('build and check', async () => {
    const { stdout } = await inProject('npm', 'run', 'check');
    assert.match(stdout, /^0 to mend, 0 to consider$/m);
  });

  step('check the types that are published', async () => {
    // In the folder above, where Node looks next: the packages of the project itself are tarballs.
    await writeFile(join(directory, 'package.json'), '{"private":true}');
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', ['install', ...flags, '@arethetypeswrong/core@0.18.5'], { cwd: directory });
    const check = () => inProject('node_modules/.bin/hexaops', 'plugin', 'check');
    assert.match((await check()).stdout, /^0 to mend, 0 to consider$/m);
    const manifest = await readFile(join(project, 'package.json'), 'utf8');
    await writeFile(join(project, 'dist/other.d.ts'), "export { default } from './index';\n");
    await writeFile(
      join(project, 'package.json'),
      manifest.replace('"types": "./dist/index.d.ts"', '"types": "./dist/other.d.ts"'),
    );
    await assert.rejects(check(), ({ stdout }: { readonly stdout: string }) => {
      assert.match(stdout, /^wrong {2}types of dist\/other\.d\.ts: Internal resolution error: "\.\/index"\n {7}see /m);
      return true;
    });
    await rm(join(project, 'dist/other.d.ts'));
    await writeFile(join(project, 'package.json'), manifest);
  });

  step('ask while writing it', async () => {
    const { stdout } = await inProject('npm', 'run', 'dev', '--', '--once');
    assert.match(stdout, /10\.0\.0\.0\/24 has 256 addresses/);
  });

  step('ask the service that has it', async () => {
    const minter = createMinter();
    const plugins = [{ use: '@hexaops/auth-jwt', config: { jwks: minter.jwks } }, { use: '@stranger/network-tools' }];
    const file = join(project, 'hexaops.json');
    await writeFile(file, JSON.stringify({ server: { host: '127.0.0.1', port: 0 }, plugins }));
    const hexaops = join(project, 'node_modules/.bin/hexaops');
    const service = spawn(hexaops, ['serve', '--config', file], { cwd: project, env: environment });
    try {
      const url = await readyUrl(service.stderr);
      const { stdout } = await run(hexaops, ['ask', question, '--url', `${url}/v1/chat`], {
        env: { ...environment, HEXAOPS_AUTHORIZATION: `Bearer ${minter.mint()}` },
      });
      assert.match(stdout, /10\.0\.0\.0\/24 has 256 addresses/);
    } finally {
      const ended = once(service, 'close');
      service.kill('SIGTERM');
      await ended;
    }
  });
});

async function readyUrl(stderr: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stderr) {
    text += String(chunk);
    const [, url] = /^ready (\S+)$/m.exec(text) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`the service did not start: ${text}`);
}
