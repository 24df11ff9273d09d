import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { factSchemas } from '@hexaops/core';
import { parseRuleSets, runRuleTests } from '@hexaops/core/rules';
import { loadConfig } from '@hexaops/runtime';
import { repository } from './markdown.ts';

const text = await readFile(join(repository, 'docs/alerts.md'), 'utf8');
const snippets = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, snippet = '']) => snippet);

describe('docs/alerts.md', () => {
  it('shows a configuration that is taken', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-alerts-'));
    try {
      const file = join(directory, 'hexaops.yaml');
      const shown = snippets.find((snippet) => snippet.startsWith('alerts:')) ?? assert.fail();
      await writeFile(join(directory, 'credential'), 'a-credential-of-an-alertmanager\n');
      await writeFile(file, shown.replace('/run/secrets/alertmanager', 'credential'));
      const { config } = await loadConfig({ file });
      assert.deepEqual(config.investigations?.workers, ['worker-prometheus']);
      assert.equal(config.alerts.workspaces[0]?.workspace, 'w1');
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('shows a rule that passes its own tests', () => {
    const shown = snippets.find((snippet) => snippet.includes('stage: trigger')) ?? assert.fail();
    const results = runRuleTests(parseRuleSets(shown, 'alerts.md'), { schemas: factSchemas });
    assert.equal(results.length, 2);
    assert.deepEqual(
      results.filter(({ passed }) => !passed).map(({ message }) => message),
      [],
    );
  });
});
