import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import type { LlmProvider } from '../extension/llm.ts';
import { modelsCheck } from './models.ts';

const { signal } = new AbortController();
const provider = (id: string, models?: LlmProvider['models']): LlmProvider => ({
  id,
  locality: 'private',
  languageModel: () => assert.fail('nothing is sent to a model'),
  ...(models === undefined ? {} : { models }),
});

describe('the check of the models that are configured', () => {
  const one = provider('one', () => Promise.resolve(['a', 'b/c']));

  test('asks each provider for them, once for each model', async () => {
    const check = modelsCheck([one, provider('two')], {
      default: 'one/a',
      plan: 'one/b/c',
      chat: 'one/a',
      extract: 'two/x',
    });
    const { message } = await check.check(signal);
    assert.deepEqual(message.split(', ').toSorted(), ['one/a', 'one/b/c', 'two/x (its provider cannot be asked)']);
  });

  test('finds a model that is not there, and names those that are', async () => {
    await assert.rejects(modelsCheck([one], { default: 'one/d' }).check(signal), (error) => {
      assert.ok(HexaopsError.is(error, 'config-invalid'));
      assert.match(`${error.message} ${error.nextStep}`, /no model "d"; it has: a, b\/c .*hexaops models pull/);
      return true;
    });
  });

  test('finds a provider that no plugin brings, and one that does not answer', async () => {
    await assert.rejects(modelsCheck([one], { chat: 'oen/a' }).check(signal), /unknown provider of models "oen"/);
    const away = provider('one', () => Promise.reject(new HexaopsError('source-unavailable', 'it is away')));
    await assert.rejects(modelsCheck([away], { chat: 'one/a' }).check(signal), /it is away/);
  });

  test('has nothing to look at where none is named', async () => {
    assert.deepEqual(await modelsCheck([one], {}).check(signal), { message: 'none is configured', skipped: true });
  });
});
