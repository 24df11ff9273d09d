import { createAnthropic } from '@ai-sdk/anthropic';
import type { Endpoint, LlmProvider } from '@hexaops/core';

/** Where Anthropic's own models are. */
export const own = 'https://api.anthropic.com/v1';

/** Anthropic's models, or those of a gateway that speaks its Messages API. */
export function anthropicProvider({ baseUrl, apiKey, locality, fetch }: Endpoint): LlmProvider {
  const provider = createAnthropic({ baseURL: baseUrl, apiKey, fetch });
  return { id: 'anthropic', locality, languageModel: (name) => provider.languageModel(name) };
}
