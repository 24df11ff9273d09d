import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Configuration, endpointsOf } from './configuration.ts';

const key = 'sk-canary-0123456789abcdef';

describe('the configuration of llm-openai', () => {
  test('takes OpenAI itself by Responses, and what speaks its API by chat completions', () => {
    const endpoints = endpointsOf({ apiKey: key, endpoints: { gateway: { baseUrl: 'https://llm.example/v1/' } } });
    assert.deepEqual(
      endpoints.map(({ id, api, baseUrl, locality }) => [id, api, baseUrl, locality]),
      [
        ['openai', 'responses', 'https://api.openai.com/v1', 'commercial'],
        ['gateway', 'chat', 'https://llm.example/v1', 'commercial'],
      ],
    );
  });

  test('is private where the operator says so of a server of their own', () => {
    const [endpoint] = endpointsOf({ baseUrl: 'http://vllm.models:8000/v1', private: true });
    assert.equal(endpoint?.locality, 'private');
  });

  test('never takes a key from the environment', () => {
    process.env['OPENAI_API_KEY'] = key;
    try {
      const [endpoint] = endpointsOf({ baseUrl: 'https://llm.example/v1' });
      assert.equal(endpoint?.apiKey, 'none');
    } finally {
      delete process.env['OPENAI_API_KEY'];
    }
  });

  for (const [what, config] of [
    ['nothing', {}],
    ['no key for OpenAI itself', { organization: 'acme' }],
    ['OpenAI itself as private', { apiKey: key, private: true }],
    ['a server that is asked without encryption', { apiKey: key, baseUrl: 'http://llm.example/v1' }],
    ['a URL with a password', { baseUrl: 'https://user:canary@llm.example/v1' }],
  ] as const satisfies readonly (readonly [string, Configuration])[]) {
    test(`refuses ${what}, and does not say the key`, () => {
      assert.throws(
        () => endpointsOf(config),
        (error: Error & { code?: string }) => error.code === 'config-invalid' && !error.message.includes('canary'),
      );
    });
  }
});
