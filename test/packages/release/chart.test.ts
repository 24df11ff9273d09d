import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { type Manifest, readJson, repository } from '../workspaces.ts';
import { chart, chartFollows } from './chart.ts';

describe('The chart', () => {
  it('has the version of the service that it installs', async () => {
    const { version } = await readJson<Manifest>(join(repository, 'runtime/package.json'));
    const { version: own, appVersion } = parse(await readFile(join(repository, chart), 'utf8')) as {
      readonly version: string;
      readonly appVersion: string;
    };
    assert.deepEqual([own, appVersion], [version, version]);
  });

  it('is released with it, and its parts as they were', async () => {
    const root = await mkdtemp(join(tmpdir(), 'hexaops-'));
    try {
      const parts = 'dependencies:\n  - name: ollama\n    version: 0.1.0\n';
      for (const [path, text] of [
        ['runtime/package.json', '{ "version": "0.2.0" }'],
        [chart, `name: hexaops\nversion: 0.1.0\nappVersion: 0.1.0\n${parts}`],
      ] as const) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text);
      }
      await chartFollows(root);
      assert.equal(
        await readFile(join(root, chart), 'utf8'),
        `name: hexaops\nversion: 0.2.0\nappVersion: 0.2.0\n${parts}`,
      );
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
