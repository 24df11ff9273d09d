import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allPlugins } from '../support/plugins.ts';
import { readMarkdown } from './markdown.ts';

type Part = Readonly<Record<string, unknown>>;

/** The schema of a key such as `logs.pods`; undefined where the plugin has no such key. */
function schemaOf(schema: unknown, key: string): Part | undefined {
  let part = schema as Part | undefined;
  for (const name of key.split('.'))
    part = (part?.['properties'] as Readonly<Record<string, Part>> | undefined)?.[name];
  return part;
}

/** As the pages write it: `1800`, and of bytes also `8 MiB`. */
function written(value: unknown): readonly string[] {
  const plain = String(value);
  const units = [[1024 ** 3, 'GiB'] as const, [1024 ** 2, 'MiB'] as const, [1024, 'KiB'] as const];
  const whole = typeof value === 'number' ? units.filter(([size]) => value > 0 && value % size === 0) : [];
  return [plain, ...whole.map(([size, unit]) => `${Number(plain) / size}${unit}`)];
}

describe('Defaults that pages of plugins tell', () => {
  it('are those of the schema', async () => {
    const wrong: string[] = [];
    const compared: string[] = [];
    for (const [plugin, { config }] of await allPlugins()) {
      const page = await readMarkdown(`plugins/${plugin}/README.md`);
      for (const row of page.split('\n')) {
        const [, key = ''] = /^\| `([\w.-]+)` +\|/.exec(row) ?? [];
        const value = schemaOf(config, key)?.['default'];
        if (value === undefined || typeof value === 'object') continue;
        compared.push(`${plugin} ${key}`);
        const text = row.replaceAll(/[`,_ ']/g, '');
        if (!written(value).some((form) => text.includes(form.replaceAll(/[ ,_']/g, ''))))
          wrong.push(`${plugin}: ${key} is ${written(value)[0] ?? ''} unless told: ${row}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(compared.length > 40, `${compared.length} were compared`);
  });
});
