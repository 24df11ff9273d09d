import { describe, test } from 'node:test';
import { endpointOf } from '@hexaops/core';
import { providerChecks, runChecks } from '@hexaops/core/testing';
import { anthropicProvider, own } from './provider.ts';
import { recordings } from './testing/recordings.ts';

describe('the provider of llm-anthropic', () => {
  const checks = providerChecks({
    recordings,
    open: (url, apiKey) =>
      anthropicProvider(endpointOf('llm-anthropic', { baseUrl: `${url}/v1`, apiKey, private: true }, own)),
    model: 'claude-sonnet-4-5',
    keyHeader: 'x-api-key',
  });
  runChecks(checks, test);
});
