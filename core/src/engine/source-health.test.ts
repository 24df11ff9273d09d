import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { healthPoint } from '../extension/health.ts';
import { definePlugin } from '../plugin/plugin.ts';
import { createEngine } from './create-engine.ts';
import { sourceHealth } from './source-health.ts';

const { signal } = new AbortController();

describe('the health of what plugins bring', () => {
  test('is what they say of it, among that of the engine', async () => {
    const plugin = definePlugin({
      register: (api) =>
        api.contribute(healthPoint, { component: 'table', health: async () => ({ ok: true, message: 'it is there' }) }),
    });
    await using engine = await createEngine({ plugins: [plugin] });
    const found = (await engine.health(signal)).find(({ component }) => component === 'table');
    assert.deepEqual(found, { component: 'table', ok: true, message: 'it is there' });
  });

  test('is bad where it raises, or does not answer in time', async () => {
    const component = 'table';
    const raising = { component, health: () => Promise.reject(new Error('it is away')) };
    assert.deepEqual(await sourceHealth(raising, signal), { component, ok: false, message: 'it is away' });
    const silent = { component, health: () => new Promise<never>(() => undefined) };
    const late = { component, ok: false, message: 'it does not answer in time' };
    const controller = new AbortController();
    const asked = sourceHealth(silent, controller.signal);
    controller.abort();
    assert.deepEqual([await asked, await sourceHealth(silent, AbortSignal.abort())], [late, late]);
  });
});
