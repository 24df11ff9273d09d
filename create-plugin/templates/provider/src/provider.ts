import { createOpenAI } from '@ai-sdk/openai';
import { endpointOf, type LlmProvider } from '@hexaops/core';
import type { Configuration } from './configuration.ts';

type Model = ReturnType<LlmProvider['languageModel']>;
type Options = Parameters<Model['doStream']>[0];

/**
 * The models of one server that speaks OpenAI's chat completions. For another API take the AI SDK's package for it: each gives
 * models of the same contract. Raises `config-invalid`, never with the key.
 */
export function provider(configuration: Configuration): LlmProvider {
  const { baseUrl, apiKey, locality, fetch } = endpointOf('my-plugin', configuration, configuration.baseUrl);
  const server = createOpenAI({ baseURL: baseUrl, apiKey, fetch });
  return {
    id: 'my-plugin',
    // Data that is confidential is sent to `private` models alone.
    locality,
    languageModel: (name) => lenient(server.chat(name)),
  };
}

/** Nothing is kept at the server; and forms are not strict: a strict one refuses objects of which nothing is known. */
function lenient(model: Model): Model {
  const changed = (options: Options): Options => {
    const openai = { store: false, strictJsonSchema: false, ...options.providerOptions?.['openai'] };
    return { ...options, providerOptions: { ...options.providerOptions, openai } };
  };
  return {
    specificationVersion: 'v4',
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: (options) => model.doGenerate(changed(options)),
    doStream: (options) => model.doStream(changed(options)),
  };
}
