import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine, llmProviderPoint } from '@hexaops/core';
import { providerChecks, replay, runChecks } from '@hexaops/core/testing';
import plugin from './index.ts';
import { provider } from './provider.ts';
import { recordings } from './testing/recordings.ts';

describe('the provider conforms', () => {
  const checks = providerChecks({
    recordings,
    open: (url, apiKey) => provider({ baseUrl: `${url}/v1`, apiKey, private: true }),
    model: 'large',
    keyHeader: 'authorization',
  });
  runChecks(checks, test);
});

test('an engine has its models, at the server that is configured', async () => {
  await using server = await replay(recordings.text);
  const config = { baseUrl: `${server.url}/v1`, apiKey: 'a-key', private: true };
  await using engine = await createEngine({ plugins: [{ use: plugin, config }] });
  const [found] = engine.contributions(llmProviderPoint);
  assert.equal(found?.locality, 'private');
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hello' }] }];
  await found.languageModel('large').doStream({ prompt });
  assert.equal((await server.requested()).path, '/v1/chat/completions');
});

test('a server that is not asked over https is refused, unless it is a node of one’s own', () => {
  assert.throws(() => provider({ baseUrl: 'http://llm.example/v1' }), { code: 'config-invalid' });
});
