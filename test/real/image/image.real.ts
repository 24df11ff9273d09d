import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const build = fileURLToPath(new URL('../../../deploy/image/build.sh', import.meta.url));

/** Of what lies on top of a base image, which has some 25 MB: glibc, libstdc++, certificates. */
const mostMegabytes = 175;

describe('what an image of the service holds', () => {
  let root: string;
  let node: string;
  /** As the image starts it, with its own Node; its files are found under `root` here. */
  const hexaops = (...rest: readonly string[]): readonly string[] => [
    join(root, 'opt/hexaops/runtime/dist/command/main.js'),
    ...rest,
  ];

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'hexaops-image-'));
    node = join(root, 'usr/local/bin/node');
    await run(build, [root], { maxBuffer: 64 * 1024 ** 2 });
  });

  after(() => rm(root, { recursive: true, force: true }));

  test('is small', async (context) => {
    const megabytes = (await bytesBelow(root)) / 1e6;
    context.diagnostic(`figure: ${megabytes.toFixed(0)} MB beside the base`);
    assert.ok(megabytes < mostMegabytes, `${megabytes} MB`);
  });

  test('has no tests, no sources and no tools of development', async () => {
    const files = await readdir(join(root, 'opt/hexaops'), { recursive: true });
    const strange = files.filter((file) =>
      /\.test\.|\.ts$|(^|\/)(typescript|oxlint|knip|playwright-core)\/package\.json$/.test(file),
    );
    assert.deepEqual(strange, []);
  });

  test('runs: its version, its configuration, its health', async () => {
    const { stdout } = await run(node, hexaops('--version'));
    assert.match(stdout, /^\d+\.\d+\.\d+/);
    const config = join(root, 'hexaops.yaml');
    const jwks = join(root, 'jwks.json');
    await writeFile(jwks, '{"keys":[]}');
    const plugins = [
      { use: '@hexaops/auth-jwt', config: { jwksFile: jwks } },
      { use: '@hexaops/worker-kubernetes', config: { source: 'kubeconfig' } },
      { use: '@hexaops/store-sql', config: { path: join(root, 'hexaops.db') } },
      { use: '@hexaops/metrics' },
      { use: '@hexaops/trace-langfuse', config: { collector: { url: 'http://127.0.0.1:9/v1/traces' } } },
      { use: '@hexaops/surface-ui-stream' },
      { use: '@hexaops/console' },
    ];
    await writeFile(config, JSON.stringify({ server: { host: '127.0.0.1', port: 0 }, plugins }));
    await run(node, hexaops('config', 'check', '--config', config));
    await using service = await started(node, hexaops('serve', '--config', config));
    assert.equal((await fetch(`${service.url}/readyz`)).status, 200);
    assert.match(await (await fetch(`${service.url}/metrics`)).text(), /^hexaops_runs 0$/m);
    assert.match(await (await fetch(`${service.url}/console/`)).text(), /<title>/);
    assert.equal((await fetch(`${service.url}/v1/chat`, { method: 'POST' })).status, 401);
  });

  test('lists what is in it', async () => {
    const { components } = JSON.parse(await readFile(join(root, 'opt/hexaops/sbom.cdx.json'), 'utf8')) as {
      readonly components: readonly { readonly name: string; readonly version: string }[];
    };
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
    const files = await readdir(join(root, 'opt/hexaops'), { recursive: true });
    const manifests = files.filter((file) => /(^|\/)node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(file));
    const unlisted: string[] = [];
    for (const manifest of manifests) {
      const { name, version } = JSON.parse(await readFile(join(root, 'opt/hexaops', manifest), 'utf8')) as {
        readonly name: string;
        readonly version: string;
      };
      if (!listed.has(`${name}@${version}`)) unlisted.push(`${name}@${version}`);
    }
    assert.deepEqual(unlisted, []);
    assert.ok(manifests.length > 100, `${manifests.length}`);
    const { stdout } = await run(node, ['--version']);
    assert.ok(
      components.some(({ name, version }) => name.startsWith('node-linux-') && `v${version}` === stdout.trim()),
      'Node itself',
    );
  });
});

async function bytesBelow(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true });
  const sizes = await Promise.all(entries.map(async (entry) => lstat(join(directory, entry))));
  return sizes.reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

async function started(node: string, command: readonly string[]): Promise<AsyncDisposable & { readonly url: string }> {
  const child = spawn(node, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (found !== null) resolve(found[0]);
    });
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}
