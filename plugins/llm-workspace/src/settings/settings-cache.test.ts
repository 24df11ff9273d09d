import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ControlPlane, type ErrorCode, HexaopsError } from '@hexaops/core';
import { fakeCaller } from '@hexaops/core/testing';
import { SettingsCache } from './settings-cache.ts';

const canary = 'canary-key-0123456789';
const url = 'https://llm.example/v1';
const settings = { provider: 'openai-compatible', model: 'example-large', base_url: url, api_key: canary };
const signal = new AbortController().signal;
const raises = (promise: Promise<unknown>, code: ErrorCode) =>
  assert.rejects(promise, (error) => {
    assert.ok(HexaopsError.is(error, code), String(error));
    assert.ok(!JSON.stringify([error.message, error.nextStep, error.stack]).includes(canary));
    return true;
  });

function controlPlaneThat(answer: (workspace: string) => unknown) {
  const asked: string[] = [];
  const plane: Pick<ControlPlane, 'id' | 'read'> = {
    id: 'fake',
    async read({ workspace }, { read }) {
      assert.equal(read, 'llm-settings');
      asked.push(workspace);
      const given = answer(workspace);
      if (given instanceof Error) throw given;
      return given;
    },
  };
  let now = 0;
  const cache = new SettingsCache(plane as ControlPlane, {
    now: () => now,
    freshMilliseconds: 60_000,
    staleMilliseconds: 900_000,
  });
  return { asked, cache, pass: (milliseconds: number) => (now += milliseconds) };
}
const alice = fakeCaller({ workspace: 'w-1' });

describe("a workspace's settings", () => {
  test('are read as the caller, kept for a while, then read again', async () => {
    const { asked, cache, pass } = controlPlaneThat(() => settings);
    for (let turn = 0; turn < 3; turn += 1)
      assert.deepEqual(await cache.settings(alice, signal), { model: 'example-large', baseUrl: url, key: canary });
    assert.equal(asked.length, 1);
    pass(60_001);
    await cache.settings(alice, signal);
    assert.equal(asked.length, 2);
  });

  test('none: the organization decides', async () => {
    const { cache } = controlPlaneThat(() => new HexaopsError('not-found', 'none'));
    assert.equal(await cache.settings(alice, signal), undefined);
  });

  test('hold for a while where the control plane is away, and not for ever', async () => {
    let away = false;
    const { cache, pass } = controlPlaneThat(() =>
      away ? new HexaopsError('control-plane-unavailable', 'away') : settings,
    );
    await cache.settings(alice, signal);
    away = true;
    pass(800_000);
    assert.equal((await cache.settings(alice, signal))?.key, canary);
    pass(200_000);
    await raises(cache.settings(alice, signal), 'control-plane-unavailable');
  });

  test('a refusal is none of those: what one may no longer see is not given from memory', async () => {
    let refuses = false;
    const { cache, pass } = controlPlaneThat(() => (refuses ? new HexaopsError('forbidden', 'no') : settings));
    await cache.settings(alice, signal);
    refuses = true;
    pass(60_001);
    await raises(cache.settings(alice, signal), 'forbidden');
  });

  test('of 10,000 interleaved callers, each is given its own', async (t) => {
    const { cache } = controlPlaneThat((workspace) => ({ ...settings, model: workspace, api_key: `key-${workspace}` }));
    const asked = Array.from({ length: 10_000 }, async (_, index) => {
      const workspace = `w-${index % 97}`;
      const found = await cache.settings(fakeCaller({ workspace }), signal);
      return found?.key === `key-${workspace}` && found.model === workspace;
    });
    assert.ok((await Promise.all(asked)).every(Boolean));
    t.diagnostic("figure: 10,000 interleaved callers of 97 workspaces, 0 given another's settings");
  });

  for (const [what, wrong] of [
    ['no object', 'x'],
    ['another provider', { ...settings, provider: 'smtp' }],
    ['no model', { ...settings, model: '' }],
    ['a model with a line end', { ...settings, model: 'a\nb' }],
    ['a key with a line end', { ...settings, api_key: `${canary}\r\nx-header: 1` }],
    ['a base URL with a query', { ...settings, base_url: `${url}?a=b` }],
    ['a key that was written for another base URL', { ...settings, api_key_base_url: 'https://elsewhere.example/v1' }],
  ] as const)
    test(`with ${what} cannot be used`, () =>
      raises(controlPlaneThat(() => wrong).cache.settings(alice, signal), 'config-invalid'));

  test('with a base URL of another kind cannot be used', () =>
    raises(
      controlPlaneThat(() => ({ ...settings, base_url: 'http://llm.example' })).cache.settings(alice, signal),
      'target-not-allowed',
    ));

  test('a key that turns up with another base URL is void, whatever the control plane says', async () => {
    let base = url;
    const { cache, pass } = controlPlaneThat(() => ({ ...settings, base_url: base }));
    await cache.settings(alice, signal);
    base = 'https://thief.example/v1';
    pass(60_001);
    await raises(cache.settings(alice, signal), 'config-invalid');
    base = `${url}/`;
    assert.equal((await cache.settings(alice, signal))?.key, canary);
  });

  test('a key that was written again for another base URL is taken there, where the control plane says so', async () => {
    let written = { ...settings, api_key_base_url: url };
    const { cache, pass } = controlPlaneThat(() => written);
    await cache.settings(alice, signal);
    const elsewhere = 'https://elsewhere.example/v1';
    written = { ...settings, base_url: elsewhere, api_key_base_url: elsewhere };
    pass(60_001);
    const found = await cache.settings(alice, signal);
    assert.deepEqual([found?.baseUrl, found?.key], [elsewhere, canary]);
    // It is bound there now, and nowhere else.
    written = settings as typeof written;
    pass(60_001);
    await raises(cache.settings(alice, signal), 'config-invalid');
  });
});

describe('settings that are the same still', () => {
  function versioned() {
    const asked: (string | undefined)[] = [];
    const state = { body: settings as unknown, version: '"v1"' as string | undefined };
    const plane: Pick<ControlPlane, 'id' | 'read' | 'readNewer'> = {
      id: 'fake',
      read: () => assert.fail('they are read by their version'),
      async readNewer(_, { read }, version) {
        assert.equal(read, 'llm-settings');
        asked.push(version);
        if (state.body instanceof Error) throw state.body;
        return version !== undefined && version === state.version ? undefined : state;
      },
    };
    const clock = { now: 0 };
    const options = { now: () => clock.now, freshMilliseconds: 60_000, staleMilliseconds: 900_000 };
    return { asked, state, clock, cache: new SettingsCache(plane as ControlPlane, options) };
  }

  test('are not sent again, and hold as if they were new', async () => {
    const { asked, cache, clock } = versioned();
    for (const now of [0, 70_000, 100_000, 140_000]) {
      clock.now = now;
      assert.equal((await cache.settings(alice, signal))?.key, canary);
    }
    assert.deepEqual(asked, [undefined, '"v1"', '"v1"']);
  });

  test('are others once they were changed, and none once they were deleted', async () => {
    const { asked, cache, clock, state } = versioned();
    await cache.settings(alice, signal);
    clock.now = 70_000;
    Object.assign(state, { body: { ...settings, model: 'example-small' }, version: '"v2"' });
    assert.equal((await cache.settings(alice, signal))?.model, 'example-small');
    clock.now = 140_000;
    state.body = new HexaopsError('not-found', 'none');
    assert.equal(await cache.settings(alice, signal), undefined);
    clock.now = 210_000;
    Object.assign(state, { body: settings, version: undefined });
    assert.equal((await cache.settings(alice, signal))?.model, 'example-large');
    assert.deepEqual(asked, [undefined, '"v1"', '"v2"', undefined]);
  });

  test('of one workspace are never asked for by the version of another’s', async () => {
    const { asked, cache } = versioned();
    await cache.settings(alice, signal);
    await cache.settings(fakeCaller({ workspace: 'w-2' }), signal);
    assert.deepEqual(asked, [undefined, undefined]);
  });
});
