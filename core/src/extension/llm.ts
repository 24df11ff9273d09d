import type { LanguageModelV4 } from '@ai-sdk/provider';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** Of data, from what anyone may see to what must stay on nodes that the operator owns. */
export type Sensitivity = 'public' | 'internal' | 'confidential';

/** A family of models, in the AI SDK's own contract, so that every provider package fits. */
export interface LlmProvider {
  readonly id: string;
  /** `private` models run on nodes that the operator owns: what is confidential goes to those alone. */
  readonly locality: 'private' | 'commercial';
  languageModel(model: string): LanguageModelV4;
}

export const llmProviderPoint: ExtensionPoint<LlmProvider> = extensionPoint<LlmProvider>('llm', 'v1');
