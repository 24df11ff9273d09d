import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listed, resolved, together } from './discover.ts';

describe('the nodes', () => {
  test('are those of a list and of every address of a name, each once', async () => {
    const service = resolved('ollama.models:11434', async () => ['10.0.0.2', 'fd00::1', '10.0.0.1']);
    const discover = together([listed(['http://gpu-1:11434/', 'http://10.0.0.1:11434']), service]);
    assert.deepEqual(await discover(), [
      'http://gpu-1:11434',
      'http://10.0.0.1:11434',
      'http://10.0.0.2:11434',
      'http://[fd00::1]:11434',
    ]);
  });

  test('cannot be told while the name cannot be looked up', async () => {
    const failing = resolved('ollama.models:11434', () => Promise.reject(new Error('no such name')));
    await assert.rejects(failing());
  });
});
