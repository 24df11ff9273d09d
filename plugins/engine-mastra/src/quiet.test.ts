import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const path = (name: string) => fileURLToPath(new URL(`testing/${name}`, import.meta.url));

/** What a process prints that runs agents in every way they end, with an environment that asks Mastra to report. */
function program(...more: readonly string[]) {
  const denied = `--import=${path('denied-network.ts')}`;
  const options = ['--conditions=hexaops-source', denied, path('program.ts'), ...more];
  const env = { ...process.env, MASTRA_TELEMETRY_DISABLED: '0', MASTRA_OFFLINE: '0', NODE_ENV: 'production' };
  return promisify(execFile)(process.execPath, options, { env, timeout: 120_000 });
}

describe('a process that runs agents with Mastra', () => {
  test('prints nothing of them, calls out to nobody, and ends each as it should', async () => {
    const { stdout, stderr } = await program();
    assert.equal(stderr, '');
    assert.equal(stdout, 'stop stop failed failed steps stop failed cancelled stop failed stop stop failed\n');
  });

  test('would be caught if it did', async () => {
    const { stderr } = await program('--control');
    assert.match(stderr, /CANARY-5f1e/);
    assert.match(stderr, /DENIED connection/);
  });
});
