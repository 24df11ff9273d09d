import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LlmProvider, ModelCall } from '../extension/llm.ts';
import { createScriptedModel, providerOf } from '../testing/scripted-model.ts';
import { defaultModelSettings } from './models-config.ts';
import { patienceFor } from './patience.ts';

const call: ModelCall = {
  purpose: 'chat',
  workspace: 'shop',
  session: 's',
  run: 'r',
  deadline: 0,
  inputTokens: 1,
};

function patience(rest: Partial<LlmProvider>, settings: object = {}) {
  const provider = { ...providerOf(createScriptedModel([])), ...rest };
  const { firstChunkMilliseconds, idleMilliseconds } = patienceFor({ provider, model: 'm', name: 'test/m' }, call, {
    ...defaultModelSettings,
    ...settings,
  });
  return [firstChunkMilliseconds, idleMilliseconds];
}

describe('how long a model may be silent', () => {
  test('is less than five seconds once it has begun, wherever it runs', () => {
    assert.deepEqual(patience({ locality: 'commercial' }), [5_000, 4_000]);
    assert.deepEqual(patience({ locality: 'private' }), [20_000, 4_000]);
  });

  test('is what the provider knows of the call', () => {
    const known = (model: string, { workspace }: ModelCall) => ({
      firstChunkMilliseconds: model === 'm' && workspace === 'shop' ? 61_000 : 1,
    });
    assert.deepEqual(patience({ patience: known }), [61_000, 4_000]);
  });

  test('is what the operator says, whatever the provider knows', () => {
    const known = () => ({ firstChunkMilliseconds: 61_000, idleMilliseconds: 61_000 });
    const settings = { firstChunkMilliseconds: 30_000, idleMilliseconds: 9_000 };
    assert.deepEqual(patience({ patience: known }, settings), [30_000, 9_000]);
  });
});
