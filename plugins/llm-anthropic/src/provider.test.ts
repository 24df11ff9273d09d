import { describe, test } from 'node:test';
import { endpointOf, modelsCheck } from '@hexaops/core';
import { providerChecks, runChecks, serverCheckChecks } from '@hexaops/core/testing';
import { anthropicProvider, own } from './provider.ts';
import { recordings } from './testing/recordings.ts';

const open = (url: string, apiKey: string) =>
  anthropicProvider(endpointOf('llm-anthropic', { baseUrl: `${url}/v1`, apiKey, private: true }, own));

describe('the provider of llm-anthropic', () => {
  const checks = providerChecks({
    recordings,
    open,
    model: 'claude-sonnet-4-5',
    keyHeader: 'x-api-key',
  });
  runChecks(checks, test);
});

describe('the models that Anthropic lists', () => {
  const listing = (id: string) => ({ pieces: [JSON.stringify({ data: [{ type: 'model', id }], has_more: false })] });
  const checks = serverCheckChecks({
    checkOf: (url) => modelsCheck([open(url, 'k')], { default: 'anthropic/claude-sonnet-4-5' }),
    well: { answer: listing('claude-sonnet-4-5'), says: /^anthropic\/claude-sonnet-4-5$/ },
    unwell: {
      'a model that is not among them': { answer: listing('claude-opus-4-5'), says: /it has: claude-opus-4-5/ },
      'a key that is wrong': { answer: { status: 401, pieces: [] }, says: /with 401: give a key/ },
    },
  });
  runChecks(checks, test);
});
