import assert from 'node:assert/strict';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { contributionsOf, loadPlugin } from '@hexaops/core';
import { repository } from './markdown.ts';

const document = join(repository, 'docs/plugins/compatibility.md');
const base = pathToFileURL(join(repository, 'package.json')).href;

/** What a plugin must be told to register at all. */
const configurations: Readonly<Record<string, unknown>> = {
  'audit-clickhouse': { url: 'https://clickhouse.example' },
  'auth-jwt': { jwksUrl: 'https://control-plane.example/jwks.json' },
  'control-plane': { url: 'https://control-plane.example' },
  'jobs-postgres': { url: 'postgres://hexaops@postgres.example/hexaops' },
  'lease-redis': { url: 'redis://redis.example' },
  'limits-redis': { url: 'redis://redis.example' },
  'llm-anthropic': { apiKey: 'a-key' },
  'llm-google': { apiKey: 'a-key' },
  'llm-openai': { apiKey: 'a-key' },
  'worker-prometheus': { url: 'https://prometheus.example' },
};

/**
 * One that is installed apart, so that its code cannot be loaded here (`docs/decisions/0017`). What it fills is written here, and
 * held to the plugin by its own tests.
 */
const apart = { folder: 'plugins/engine-mastra', specs: 'engine v1, kept-words v1' };

interface Row {
  readonly name: string;
  readonly folder: string;
  readonly version: string;
  readonly specs: string;
  readonly core: string;
  readonly node: string;
}

async function rowApart({ folder, specs }: typeof apart): Promise<Row> {
  const json = JSON.parse(await readFile(join(repository, folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly peerDependencies: { readonly '@hexaops/core': string };
    readonly engines: { readonly node: string };
  };
  const core = json.peerDependencies['@hexaops/core'];
  return { name: json.name, folder, version: json.version, specs, core, node: json.engines.node };
}

async function rowOf(folder: string): Promise<Row> {
  const { manifest, plugin } = await loadPlugin(`./${folder}`, base);
  const contributions = contributionsOf(plugin, configurations[manifest.id] ?? {});
  const points = contributions.flatMap((each) => ('point' in each ? [`${each.point} ${each.spec}`] : []));
  const hooks = contributions.flatMap((each) => ('hook' in each ? [each.hook] : []));
  const { engines } = JSON.parse(await readFile(join(repository, folder, 'package.json'), 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  return {
    name: manifest.name,
    folder,
    version: manifest.version,
    specs: [...new Set(points)].sort().join(', ') || (hooks.length > 0 ? 'hooks alone' : ''),
    core: manifest.core,
    node: engines.node,
  };
}

function table(rows: readonly Row[]): string {
  const cells = [
    ['plugin', 'version', 'fills', '@hexaops/core', 'Node'],
    ...rows.map(({ name, folder, version, specs, core, node }) => [
      `[${name.replace('@hexaops/', '')}](../../${folder}/README.md)`,
      version,
      specs,
      core,
      node,
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function written(rows: readonly Row[]): string {
  return `# What fits what

Made from the packages: what each plugin fills, in which spec, which core it takes, which Node. What a spec is says
[writing a plugin](README.md#versions).

${table(rows)}

All but [engine-mastra](../../plugins/engine-mastra/README.md) are in the [image](../../deploy/helm/hexaops/README.md#the-image), and
are known to the chart. Mastra and what it brings are larger than the rest of the image, and run nothing unless a plugin brings an
agent for it: who lists it installs it beside the service, or adds it to an image of their own.
`;
}

describe('docs/plugins/compatibility.md', () => {
  it('says what the packages say; HEXAOPS_WRITE_DOCS=1 writes it', async () => {
    const folders: string[] = [];
    for await (const file of glob('plugins/*/package.json', { cwd: repository })) folders.push(dirname(file));
    const rows: Row[] = [];
    for (const folder of folders.sort()) {
      rows.push(folder === apart.folder ? await rowApart(apart) : await rowOf(folder));
    }
    assert.ok(rows.length > 20);
    assert.deepEqual(
      rows.filter(({ specs }) => specs === '').map(({ name }) => name),
      [],
      'these plugins bring nothing',
    );
    const expected = written(rows);
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(document, expected);
    assert.equal(await readFile(document, 'utf8'), expected);
  });
});
