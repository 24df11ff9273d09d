import { createOpenAI } from '@ai-sdk/openai';
import { listedModels, type LlmProvider } from '@hexaops/core';
import type { Api, OpenAiEndpoint } from './configuration.ts';

type Model = ReturnType<LlmProvider['languageModel']>;
type Options = Parameters<Model['doStream']>[0];

/** The models of one server. Each call has a model of its own: nothing is shared between callers but the key. */
export function openaiProvider(endpoint: OpenAiEndpoint): LlmProvider {
  const { id, api, baseUrl, apiKey, locality, fetch, organization, project } = endpoint;
  const provider = createOpenAI({
    baseURL: baseUrl,
    apiKey,
    fetch,
    ...(organization === undefined ? {} : { organization }),
    ...(project === undefined ? {} : { project }),
  });
  return {
    id,
    locality,
    languageModel: (name) => withOptions(api === 'chat' ? provider.chat(name) : provider.responses(name), api),
    models: (signal) =>
      listedModels(`${baseUrl}/models`, { authorization: `Bearer ${apiKey}` }, { list: 'data', name: 'id' }, signal),
  };
}

/**
 * Nothing is kept at OpenAI for later, and a form is not strict: a strict one refuses objects of which nothing is known, as
 * the arguments in a plan are. What comes is checked here.
 */
function withOptions(model: Model, api: Api): Model {
  const changed = (options: Options): Options => {
    const openai = { store: false, strictJsonSchema: false, ...options.providerOptions?.['openai'] };
    const sent = api === 'chat' ? withoutUncalledTools(options) : options;
    return { ...sent, providerOptions: { ...options.providerOptions, openai } };
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

/** Servers that speak `chat` often know no choice of tools: a model that is to call none is given none. */
function withoutUncalledTools(options: Options): Options {
  const { tools: _, toolChoice, ...rest } = options;
  return toolChoice?.type === 'none' ? rest : options;
}
