import { describe, test } from 'node:test';
import { endpointOf } from '@hexaops/core';
import { providerChecks, runChecks } from '@hexaops/core/testing';
import { googleProvider, own } from './provider.ts';
import { recordings } from './testing/recordings.ts';

describe('the provider of llm-google', () => {
  const checks = providerChecks({
    recordings,
    open: (url, apiKey) =>
      googleProvider(endpointOf('llm-google', { baseUrl: `${url}/v1beta`, apiKey, private: true }, own)),
    model: 'gemini-3-pro',
    keyHeader: 'x-goog-api-key',
  });
  runChecks(checks, test);
});
