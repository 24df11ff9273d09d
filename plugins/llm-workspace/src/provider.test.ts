import { after, describe, test } from 'node:test';
import type { ControlPlane, LlmProvider } from '@hexaops/core';
import { chatRecordings, fakeCaller, providerChecks, runChecks } from '@hexaops/core/testing';
import { SettingsCache } from './settings/settings-cache.ts';
import { certificate } from './testing/certificate.ts';
import { type Front, inFrontOf } from './testing/in-front-of.ts';
import { workspaceModels } from './workspace-models.ts';

const address = '127.0.0.2';
const fronts = new Map<string, Promise<Front>>();

/** The model that a workspace has chosen whose settings say this URL and this key, reached as in service: by TLS, to a judged address. */
function open(url: string, key: string): LlmProvider {
  let front = fronts.get(url);
  if (front === undefined) fronts.set(url, (front = inFrontOf(url, address)));
  const chosen = async (name: string): Promise<ReturnType<LlmProvider['languageModel']>> => {
    const { port } = await front;
    const plane: Pick<ControlPlane, 'id' | 'read'> = {
      id: 'fake',
      read: async () => {
        return { provider: 'openai', model: name, base_url: `https://llm.example:${port}/v1`, api_key: key };
      },
    };
    const cache = new SettingsCache(plane as ControlPlane, {
      now: () => 0,
      freshMilliseconds: 0,
      staleMilliseconds: 0,
    });
    const own = workspaceModels(cache, {
      allowed: [`${address}/32`],
      authority: certificate,
      resolve: async () => [{ address, family: 4 }],
    });
    const found = await own.choose(fakeCaller(), new AbortController().signal);
    if (found === undefined) throw new Error('the workspace has settings');
    return found.model;
  };
  return {
    id: 'workspace',
    locality: 'commercial',
    languageModel: (name) => ({
      specificationVersion: 'v4',
      provider: 'workspace',
      modelId: name,
      supportedUrls: {},
      doGenerate: async (options) => (await chosen(name)).doGenerate(options),
      doStream: async (options) => (await chosen(name)).doStream(options),
    }),
  };
}

describe("a workspace's own model, by chat completions", () => {
  after(async () => {
    for (const front of fronts.values()) await (await front)[Symbol.asyncDispose]();
  });
  runChecks(providerChecks({ recordings: chatRecordings, open, model: 'gpt-5.1', keyHeader: 'authorization' }), test);
});
