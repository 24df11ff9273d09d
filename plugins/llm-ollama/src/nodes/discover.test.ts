import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressesOf, listed, resolved, together } from './discover.ts';

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

  test('that are listed are used while the name cannot be looked up, and those of the name stay that were known', async () => {
    let isAway = true;
    const service = resolved('ollama.models:11434', () =>
      isAway ? Promise.reject(new Error('no answer')) : Promise.resolve(['10.0.0.1']),
    );
    const discover = together([listed(['http://gpu-1:11434']), service]);
    assert.deepEqual(await discover(), ['http://gpu-1:11434']);
    isAway = false;
    assert.equal((await discover()).length, 2);
    isAway = true;
    assert.equal((await discover()).length, 2);
    await assert.rejects(together([service])());
  });

  test('are no two for a pod that has addresses of both kinds', async () => {
    const both = { four: async () => ['10.0.0.1'], six: async () => ['fd00::1'] };
    assert.deepEqual(await addressesOf('ollama.models', both), ['10.0.0.1']);
    const none = () => Promise.reject(Object.assign(new Error('no data'), { code: 'ENODATA' }));
    assert.deepEqual(await addressesOf('ollama.models', { ...both, four: none }), ['fd00::1']);
    await assert.rejects(addressesOf('ollama.models', { four: none, six: none }));
  });

  test('are not other ones while one kind of address cannot be looked up', async () => {
    const silent = () => Promise.reject(Object.assign(new Error('no answer'), { code: 'ETIMEOUT' }));
    await assert.rejects(addressesOf('ollama.models', { four: silent, six: async () => ['fd00::1'] }), /no answer/);
  });
});
