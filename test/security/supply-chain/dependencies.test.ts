import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { createEngine, defineReadTool, definePlugin, HexaopsError, toolPoint } from '@hexaops/core';

interface Manifest {
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly link?: boolean;
        readonly integrity?: string;
        readonly resolved?: string;
        readonly hasInstallScript?: boolean;
      }
    >
  >;
}

const root = new URL('../../../', import.meta.url);
const json = async <T>(path: string) => JSON.parse(await readFile(new URL(path, root), 'utf8')) as T;

const nothing = { type: 'object', additionalProperties: false } as const;
const tool = (name: string, input: Readonly<Record<string, unknown>> = nothing) =>
  defineReadTool({ name, worker: 'x', description: 'x', input, execute: async () => ({ evidence: [] }) });

describe('what the service is made of', () => {
  test('every dependency of every workspace is pinned to one version, and the lockfile has the hash of each package', async (t) => {
    const { packages } = await json<Lock>('package-lock.json');
    const own = Object.keys(packages).filter((path) => !path.includes('node_modules'));
    assert.ok(own.length >= 10);
    let pinned = 0;
    for (const path of own) {
      const manifest = await json<Manifest>(path === '' ? 'package.json' : `${path}/package.json`);
      for (const [name, version] of Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
      })) {
        assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${path}: ${name}`);
        pinned += 1;
      }
      for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
        assert.equal(manifest.scripts?.[name], undefined, path);
    }
    const foreign = Object.entries(packages).filter(
      ([path, { link }]) => path.includes('node_modules') && link !== true,
    );
    const unhashed = foreign.filter(([, { integrity }]) => !(integrity ?? '').startsWith('sha512-'));
    assert.deepEqual(
      unhashed.map(([path]) => path),
      [],
    );
    assert.deepEqual(
      foreign
        .filter(([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://'))
        .map(([path]) => path),
      [],
    );
    t.diagnostic(
      `figure: ${pinned} dependencies of ${own.length} workspaces pinned, ${foreign.length} packages locked with their hash, ${unhashed.length} without`,
    );
  });

  test('a tool that shadows another or admits unknown arguments ends the start', async (t) => {
    const lax: readonly Readonly<Record<string, unknown>>[] = [
      { type: 'object' },
      { type: 'object', additionalProperties: true },
      { type: 'object', additionalProperties: {} },
      { additionalProperties: false },
      {},
      { type: ['object', 'null'], additionalProperties: false },
    ];
    const start = (...tools: readonly ReturnType<typeof tool>[]) =>
      createEngine({
        plugins: [definePlugin({ register: (api) => tools.forEach((each) => api.contribute(toolPoint, each)) })],
      });
    for (const input of lax) {
      await assert.rejects(
        start(tool('a', input)),
        (error) => HexaopsError.is(error, 'plugin-invalid'),
        JSON.stringify(input),
      );
    }
    await assert.rejects(start(tool('a'), tool('a')), (error) => HexaopsError.is(error, 'plugin-duplicate'));
    await (await start(tool('a'), tool('b')))[Symbol.asyncDispose]();
    t.diagnostic(`figure: ${lax.length} lax schemas and a shadowed tool, 0 starts`);
  });
});
