import assert from 'node:assert/strict';
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { coreVersion, createEngine, definePlugin, extensionPoint, HexaopsError } from '@hexaops/core';
import { loadConfig } from '@hexaops/runtime';
import { repository } from './markdown.ts';

const templates = join(repository, 'create-plugin/templates');
const kinds = ['tool', 'worker', 'rules', 'sink', 'provider'] as const;
const page = (name: string) => readFile(join(repository, 'docs/plugins', `${name}.md`), 'utf8');
/** Fenced blocks with the language that they name. */
const blocksOf = (text: string) =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({ language, code }));

/** Lines without what they are indented by: a page shows a part from its own margin. */
const lines = (text: string) =>
  text
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
    .join('\n');

describe('docs/plugins', () => {
  for (const kind of kinds)
    it(`${kind}.md: all code is that of the template, which is run by its own tests`, async () => {
      const files: string[] = [];
      for await (const file of glob('**/*.{ts,yaml}', { cwd: join(templates, kind) })) files.push(file);
      const sources = await Promise.all(
        files.map(async (file) => lines(await readFile(join(templates, kind, file), 'utf8'))),
      );
      const shown = blocksOf(await page(kind)).filter(
        ({ language, code }) => language === 'ts' || (language === 'yaml' && !isConfiguration(code)),
      );
      assert.ok(shown.length >= 2, 'code is there to be checked');
      for (const { code } of shown)
        assert.ok(
          sources.some((source) => source.includes(lines(code))),
          `no template has this:\n${code}`,
        );
    });

  it('every configuration that is shown is taken', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-plugins-'));
    try {
      const shown = (await Promise.all(kinds.map(page))).flatMap(blocksOf).filter(({ code }) => isConfiguration(code));
      assert.ok(shown.length >= 2);
      for (const { code } of shown) {
        const file = join(directory, 'hexaops.yaml');
        await writeFile(file, code);
        assert.equal((await loadConfig({ file })).config.plugins.length, 1);
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('every page makes a plugin of its own kind', async () => {
    for (const kind of kinds) {
      const commands = blocksOf(await page(kind)).filter(({ language }) => language === 'sh');
      const made = commands.flatMap(({ code }) => [
        ...code.matchAll(/^npm create hexaops-plugin [a-z-]+ -- --kind (\w+)$/gm),
      ]);
      assert.deepEqual(
        made.map(([, named]) => named),
        [kind],
      );
    }
  });

  it('README.md shows what a plugin of another spec is refused with', async () => {
    const later = definePlugin({ register: (api) => api.contribute(extensionPoint<object>('tool', 'v2'), {}) });
    const manifest = { id: 'tickets', name: 'hexaops-tickets', version: '2.0.0', core: '*' };
    const error: unknown = await createEngine({ plugins: [{ manifest, plugin: later, config: {} }] }).then(
      () => assert.fail('it is taken'),
      (reason: unknown) => reason,
    );
    assert.ok(HexaopsError.is(error));
    const shown = blocksOf(await page('README')).find(({ code }) => code.includes('of spec')) ?? assert.fail();
    const said = `${error.message}\n  ${error.nextStep ?? ''}\n`;
    assert.equal(shown.code, said.replace(`core ${coreVersion}`, /core \d[\w.-]*/.exec(shown.code)?.[0] ?? ''));
  });
});

function isConfiguration(code: string): boolean {
  return /^plugins:$/m.test(code) && !code.startsWith('#');
}
