import { describe, test } from 'node:test';
import type { LlmProvider } from '@hexaops/core';
import { providerChecks, runChecks } from '@hexaops/core/testing';
import { Breakers } from '../dispatch/breakers.ts';
import type { Grant } from '../dispatch/dispatcher.ts';
import { RetryBudget } from '../dispatch/retry-budget.ts';
import { NodeClient } from '../nodes/client.ts';
import { scheduledModel } from './scheduled-model.ts';
import { recordings } from './testing/recordings.ts';

/** One node that always has room: what is checked is what goes over the wire. */
function open(url: string, key: string): LlmProvider {
  const client = new NodeClient(url, 8_192, `Bearer ${key}`);
  const nothing = () => undefined;
  const grant: Grant = {
    client,
    node: url,
    begun: nothing,
    finished: nothing,
    cancel: nothing,
    failed: () => Promise.reject(new Error('there is no other node')),
  };
  const parts = {
    dispatcher: { acquire: () => Promise.resolve(grant) },
    breakers: new Breakers({ tripped: nothing, mended: nothing }),
    retries: new RetryBudget(0),
    contextTokens: 8_192,
    firstTokenMilliseconds: 60_000,
    idleMilliseconds: 60_000,
    callOf: () => ({
      id: 0,
      model: 'm',
      workspace: '',
      class: 'interactive' as const,
      inputTokens: 0,
      prefix: [],
      arrived: 0,
    }),
  };
  return { id: 'ollama', locality: 'private', languageModel: (name) => scheduledModel(name, parts) };
}

describe('a provider of models on Ollama nodes', () => {
  runChecks(providerChecks({ recordings, open, model: 'smollm2:latest', keyHeader: 'authorization' }), test);
});
