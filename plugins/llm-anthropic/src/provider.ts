import { createAnthropic } from '@ai-sdk/anthropic';
import { type Endpoint, listedModels, type LlmProvider } from '@hexaops/core';

/** Where Anthropic's own models are. */
export const own = 'https://api.anthropic.com/v1';

/** Anthropic's models, or those of a gateway that speaks its Messages API. */
export function anthropicProvider({ baseUrl, apiKey, locality, fetch }: Endpoint): LlmProvider {
  const provider = createAnthropic({ baseURL: baseUrl, apiKey, fetch });
  const headers = { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' };
  return {
    id: 'anthropic',
    locality,
    languageModel: (name) => provider.languageModel(name),
    models: (signal) => listedModels(`${baseUrl}/models?limit=1000`, headers, { list: 'data', name: 'id' }, signal),
  };
}
