import { createGoogle } from '@ai-sdk/google';
import { type Endpoint, listedModels, type LlmProvider } from '@hexaops/core';

/** Where Google's own models are. */
export const own = 'https://generativelanguage.googleapis.com/v1beta';

/** Google's Gemini models, or those of a gateway that speaks its Generative Language API. */
export function googleProvider({ baseUrl, apiKey, locality, fetch }: Endpoint): LlmProvider {
  const provider = createGoogle({ baseURL: baseUrl, apiKey, fetch });
  return {
    id: 'google',
    locality,
    languageModel: (name) => provider.languageModel(name),
    async models(signal) {
      const place = { list: 'models', name: 'name' };
      const names = await listedModels(`${baseUrl}/models?pageSize=1000`, { 'x-goog-api-key': apiKey }, place, signal);
      return names.map((name) => name.replace(/^models\//, ''));
    },
  };
}
