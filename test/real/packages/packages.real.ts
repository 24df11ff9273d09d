import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { installPacked } from '../../packages/install.ts';
import { publishedDependencies } from '../../packages/licences/licences.ts';
import { build, packAll, type PackedPackage } from '../../packages/pack.ts';
import { entryPoints, type Manifest, readJson, repository } from '../../packages/workspaces.ts';
import { importsOf } from './imports.ts';

const run = promisify(execFile);

describe('the packages as they are published', () => {
  let scratch = '';
  let project = '';
  let packed: readonly PackedPackage[] = [];
  const installed = ({ manifest }: PackedPackage, ...path: readonly string[]): string =>
    join(project, 'node_modules', manifest.name, ...path);
  /** Import specifiers of every entry point of every package. */
  const specifiers = (): readonly string[] =>
    packed.flatMap(({ manifest }) => [...entryPoints(manifest).keys()].map((subpath) => join(manifest.name, subpath)));
  // By the Node that runs the tests, whichever the machine has.
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) };
  const hexaops = async (...words: readonly string[]) =>
    run('npx', ['--no-install', 'hexaops', ...words], { cwd: project, env, maxBuffer: 16 * 1024 ** 2 });

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'hexaops-packages-'));
    project = join(scratch, 'project');
    await build();
    packed = await packAll(join(scratch, 'tarballs'));
    await installPacked(packed, {
      directory: project,
      names: packed.map(({ manifest }) => manifest.name),
      manifest: { dependencies: await dependenciesOfExamples() },
    });
  });
  after(() => rm(scratch, { recursive: true, force: true }));

  test('hold what is built, the licence and the README, and nothing else', async (context) => {
    const strange: string[] = [];
    const own = repository.slice(0, -1);
    for (const each of packed) {
      const name = (file: string) => `${each.manifest.name}: ${file}`;
      const lost = ['LICENSE', 'README.md', 'package.json'].filter((file) => !each.files.includes(file));
      strange.push(...lost.map((file) => name(`${file} is missing`)));
      for (const file of each.files) {
        if (/^src\/|^dist\/.*\.test\.|\.map$|\.tsbuildinfo$|(^|\/)node_modules\/|(^|\/)\.env/.test(file))
          strange.push(name(file));
        if (!isBuiltFromSource(each, file))
          strange.push(name(`${file} has no source: npx tsc -b --clean, and build again`));
        const text = await readFile(installed(each, file), 'utf8');
        if (text.includes(own)) strange.push(name(`${file} names ${own}`));
        if (text.includes('-----BEGIN PRIVATE KEY-----\n')) strange.push(name(`${file} has a private key`));
      }
    }
    assert.deepEqual(strange, []);
    context.diagnostic(
      `figure: ${packed.length} packages, ${packed.reduce((sum, { files }) => sum + files.length, 0)} files, 0 that do not belong`,
    );
  });

  test('have licences for what is built into them', async () => {
    const page = packed.find(({ files }) => files.includes('dist/page/index.html'));
    assert.ok(page, 'the console has its page');
    const text = await readFile(installed(page, 'dist/page/licenses.txt'), 'utf8');
    const builtIn = [...text.matchAll(/^## (\S+) - (\d\S*) \(/gm)].map(([, name, version]) => `${name}@${version}`);
    const known = await publishedDependencies();
    const told = known
      .filter(({ of }) => of.includes(page.manifest.name))
      .map(({ name, version }) => `${name}@${version}`);
    assert.ok(builtIn.length > 0);
    assert.deepEqual(
      builtIn.filter((each) => !told.includes(each)),
      [],
    );
  });

  test('reach for nothing but themselves and what they depend on', async (context) => {
    const beyond: string[] = [];
    let count = 0;
    for (const each of packed) {
      const { name, dependencies, peerDependencies, optionalDependencies } = each.manifest;
      const allowed = new Set(
        [dependencies, peerDependencies, optionalDependencies].flatMap((names) => Object.keys(names ?? {})),
      );
      for (const file of each.files.filter((path) => /^dist\/(?!page\/).*\.(js|d\.ts)$/.test(path))) {
        for (const specifier of await importsOf(installed(each, file))) {
          count += 1;
          if (specifier.startsWith('node:')) continue;
          const isFound = specifier.startsWith('.')
            ? existsSync(join(dirname(installed(each, file)), declared(file, specifier)))
            : specifier === name || allowed.has(packageOf(specifier));
          if (!isFound) beyond.push(`${name}: ${file} imports ${specifier}`);
        }
      }
    }
    assert.deepEqual(beyond, []);
    assert.ok(count > 1000);
    context.diagnostic(`figure: ${count} imports, 0 beyond what the packages depend on`);
  });

  test('are published as others expect it, says publint', async () => {
    const said: string[] = [];
    for (const { manifest, tarball } of packed) {
      const { buffer, byteOffset, byteLength } = await readFile(tarball);
      const { messages } = await publint({ pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) } });
      said.push(...messages.map((message) => `${manifest.name}: ${formatMessage(message, manifest)}`));
    }
    assert.deepEqual(said, []);
  });

  test('can be imported, by every entry point', async (context) => {
    const program = `
      for (const specifier of ${JSON.stringify(specifiers())}) {
        const module = await import(specifier);
        console.log(specifier, Object.keys(module).length);
      }`;
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: project,
    });
    const counts = new Map(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ') as [string, string]),
    );
    assert.deepEqual([...counts.keys()], specifiers());
    assert.deepEqual(
      [...counts].filter(([, exports]) => exports === '0'),
      [],
    );
    assert.equal(stderr, '');
    context.diagnostic(`figure: ${counts.size} entry points imported`);
  });

  test("have types that stand alone, and that the examples' sources are made for", async () => {
    await writeFile(
      join(project, 'entries.ts'),
      specifiers()
        .map((specifier, index) => `export * as entry${index} from '${specifier}';\n`)
        .join(''),
    );
    for await (const source of glob('examples/*/src', { cwd: repository }))
      await cp(join(repository, source), join(project, source), { recursive: true });
    const { compilerOptions } = await readJson<{ readonly compilerOptions: object }>(`${repository}tsconfig.base.json`);
    await writeFile(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          ...compilerOptions,
          customConditions: [],
          skipLibCheck: false,
          composite: false,
          declaration: false,
          declarationMap: false,
          noEmit: true,
        },
        include: ['entries.ts', 'examples/*/src'],
        // start.ts builds the console's page from its sources, which are not published.
        exclude: ['examples/*/src/**/*.test.ts', 'examples/control-plane/src/start.ts'],
      }),
    );
    const compiler = join(repository, 'node_modules/typescript/bin/tsc');
    const output = await run(process.execPath, [compiler, '--pretty', 'false'], {
      cwd: project,
      maxBuffer: 16 * 1024 ** 2,
    }).then(
      ({ stdout }) => stdout,
      (error: { readonly stdout: string }) => error.stdout,
    );
    const errors = output.split('\n').filter((line) => /error TS/.test(line));
    // Declarations of others are theirs to check.
    assert.deepEqual(
      errors.filter((line) => !/^node_modules\/(?!@hexaops\/)/.test(line)),
      [],
    );
  });

  test('bring the command: its version, a diagnosis, the check of a configuration', async () => {
    const runtime = packed.find(({ manifest }) => manifest.bin?.['hexaops'] !== undefined);
    assert.equal((await hexaops('--version')).stdout.trim(), runtime?.manifest.version);

    const incident = join(repository, 'examples/control-plane/incident');
    const { findings } = JSON.parse((await hexaops('diagnose', incident, '--json')).stdout) as {
      readonly findings: readonly { readonly cause: string }[];
    };
    assert.ok(findings.length > 0);

    const config = join(project, 'hexaops.yaml');
    await cp(join(repository, 'deploy/hexaops.yaml'), config);
    await hexaops('config', 'check', '--config', config);
    await writeFile(config, (await readFile(config, 'utf8')).replace('port: 8080', 'port: eighty'));
    await assert.rejects(hexaops('config', 'check', '--config', config), /server\.port/);
  });
});

/** JavaScript and declarations in dist come from a source of the same name; the console's page from its own build. */
function isBuiltFromSource({ folder }: PackedPackage, file: string): boolean {
  const [, path] = /^dist\/(?!page\/)(.*?)(?:\.d\.ts|\.js)$/.exec(file) ?? [];
  return (
    path === undefined || ['.ts', '.tsx'].some((ending) => existsSync(join(repository, folder, 'src', path + ending)))
  );
}

/** Declarations import each other's sources, by a name that stands for their declarations. */
const declared = (file: string, specifier: string): string =>
  file.endsWith('.d.ts') ? specifier.replace(/\.(ts|js)$/, '.d.ts') : specifier;

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** What the examples need beside the packages, with the compiler's types of Node. */
async function dependenciesOfExamples(): Promise<Readonly<Record<string, string>>> {
  const { devDependencies = {} } = await readJson<Manifest>(`${repository}package.json`);
  const found: Record<string, string> = { '@types/node': devDependencies['@types/node'] ?? '' };
  for await (const file of glob('examples/*/package.json', { cwd: repository })) {
    const manifest = await readJson<Manifest>(join(repository, file));
    Object.assign(found, manifest.dependencies, manifest.devDependencies);
  }
  return Object.fromEntries(Object.entries(found).filter(([name]) => !name.startsWith('@hexaops/')));
}
