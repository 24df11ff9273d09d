import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { loadConfig } from './load.ts';
import { ConfigurationDirectory } from './testing/configuration.ts';

const text = await readFile(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');

describe('docs/configuration.md', () => {
  test('shows a configuration that is taken', async () => {
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(text) ?? [];
    await using directory = await ConfigurationDirectory.create({ 'hexaops.yaml': example });
    const { config } = await loadConfig({ file: directory.file('hexaops.yaml') });
    assert.equal(config.plugins.length, 3);
  });
});
