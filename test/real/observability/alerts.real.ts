import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';

const folder = fileURLToPath(new URL('../../../deploy/observability/', import.meta.url));

/** Installed by test/real/prometheus/install.sh. */
function promtool(...argv: readonly string[]): string | undefined {
  const { error, status, stdout, stderr } = spawnSync('promtool', argv, { cwd: folder, encoding: 'utf8' });
  if (error === undefined) {
    assert.equal(status, 0, `${stdout}${stderr}`);
    return stdout;
  }
  assert.notEqual(process.env['HEXAOPS_REQUIRE_REAL'], '1', 'promtool is missing: run test/real/prometheus/install.sh');
  console.error('NOT CHECKED: promtool is missing: run test/real/prometheus/install.sh');
  return undefined;
}

describe('the alert rules, as promtool sees them', () => {
  test('are rules', () => {
    const said = promtool('check', 'rules', 'alerts.yaml');
    if (said !== undefined) assert.match(said, /SUCCESS: \d+ rules found/);
  });

  test('fire when they should, and only then', () => {
    const said = promtool('test', 'rules', 'alerts.test.yaml');
    if (said !== undefined) assert.match(said, /SUCCESS/);
  });
});
