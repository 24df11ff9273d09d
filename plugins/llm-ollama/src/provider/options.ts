import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';

/**
 * Ollama reads these under `options` alone, where the provider's package does not put them. `num_ctx` is the same for every
 * call: another one would make the node load the model anew. It knows no choice of tools: a model that is to call none is
 * given none.
 */
export function withOllamaOptions(call: LanguageModelV4CallOptions, contextTokens: number): LanguageModelV4CallOptions {
  const { temperature, maxOutputTokens, topP, topK, seed, stopSequences, providerOptions, tools, toolChoice, ...rest } =
    call;
  const given = providerOptions?.['ollama'] ?? {};
  const options = {
    ...(given['options'] as object | undefined),
    num_ctx: contextTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { num_predict: maxOutputTokens }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopSequences === undefined ? {} : { stop: stopSequences }),
  };
  return {
    ...rest,
    ...(tools === undefined || toolChoice?.type === 'none' ? {} : { tools }),
    providerOptions: { ...providerOptions, ollama: { ...given, options } },
  };
}
