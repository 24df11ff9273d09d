import { describe, test } from 'node:test';
import { endpointOf, modelsCheck } from '@hexaops/core';
import { providerChecks, runChecks, serverCheckChecks } from '@hexaops/core/testing';
import { googleProvider, own } from './provider.ts';
import { recordings } from './testing/recordings.ts';

const open = (url: string, apiKey: string) =>
  googleProvider(endpointOf('llm-google', { baseUrl: `${url}/v1beta`, apiKey, private: true }, own));

describe('the provider of llm-google', () => {
  const checks = providerChecks({
    recordings,
    open,
    model: 'gemini-3-pro',
    keyHeader: 'x-goog-api-key',
  });
  runChecks(checks, test);
});

describe('the models that Google lists', () => {
  const listing = (name: string) => ({ pieces: [JSON.stringify({ models: [{ name: `models/${name}` }] })] });
  const checks = serverCheckChecks({
    checkOf: (url) => modelsCheck([open(url, 'k')], { default: 'google/gemini-3-pro' }),
    well: { answer: listing('gemini-3-pro'), says: /^google\/gemini-3-pro$/ },
    unwell: {
      'a model that is not among them': { answer: listing('gemini-3-flash'), says: /it has: gemini-3-flash/ },
      'a key that is wrong': { answer: { status: 403, pieces: [] }, says: /with 403: give a key/ },
    },
  });
  runChecks(checks, test);
});
