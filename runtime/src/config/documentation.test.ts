import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { defaultBudget, defaultChangeLimits, defaultInvestigationSettings, defaultModelSettings } from '@hexaops/core';
import { loadConfig } from './load.ts';
import { ConfigurationDirectory } from './testing/configuration.ts';

const { workers: _, workspaces: __, workspaceLabel: ___, ...investigationDefaults } = defaultInvestigationSettings;
const text = await readFile(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');

describe('docs/configuration.md', () => {
  test('shows a configuration that is taken', async () => {
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(text) ?? [];
    await using directory = await ConfigurationDirectory.create({ 'hexaops.yaml': example });
    const { config } = await loadConfig({ file: directory.file('hexaops.yaml') });
    assert.equal(config.plugins.length, 3);
  });

  test('names every key with its default', async () => {
    await using directory = await ConfigurationDirectory.create({ 'hexaops.yaml': '' });
    const { config } = await loadConfig({ file: directory.file('hexaops.yaml') });
    const { limits, trustedProxies, ...server } = config.server;
    const rows = [
      ...Object.entries(server).map(([key, value]) => [`server.${key}`, value]),
      ...Object.entries(limits),
      ...Object.entries(defaultBudget).map(([key, value]) => [`budget.${key}`, value]),
      ...Object.entries(defaultModelSettings).map(([key, value]) => [
        `models.${key}`,
        typeof value === 'object' ? 'none' : value,
      ]),
      ...Object.entries(defaultChangeLimits).map(([key, value]) => [`changes.${key}`, value]),
      ...Object.entries(investigationDefaults).map(([key, value]) => [`investigations.${key}`, value]),
      ...Object.entries(config.audit).map(([key, value]) => [`audit.${key}`, value]),
      ['server.trustedProxies', trustedProxies.length === 0 ? 'none' : trustedProxies],
      ['mode', config.mode],
      ['logging.level', config.logging.level],
    ] as const;
    for (const [key, value] of rows) assert.match(text, new RegExp(`^\\| \`${key}\` +\\| \`?${value}\`? +\\|`, 'm'));
  });
});
