import type { LanguageModelV4 } from '@ai-sdk/provider';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** Of data, from what anyone may see to what must stay on nodes that the operator owns. */
export type Sensitivity = 'public' | 'internal' | 'confidential';

/** What a model is wanted for. Rules of stage `model` choose by it. */
export type Purpose = 'chat' | 'plan' | 'extract' | 'summarize';

/** One call, as far as it matters to whoever decides where and when it is made. Holds nothing of what is sent. */
export interface ModelCall {
  readonly purpose: Purpose;
  readonly workspace: string;
  /** Calls of one session begin alike. */
  readonly session: string;
  readonly run: string;
  /** Milliseconds since the epoch; what comes later is not looked at. */
  readonly deadline: number;
  /** Tokens of the prompt, as they are estimated. */
  readonly inputTokens: number;
}

/** How long a model may be silent before it counts as lost. Milliseconds. */
export interface Patience {
  /** Until it begins to write: it may have to be loaded, and to read a long prompt. */
  readonly firstChunkMilliseconds: number;
  /** Between two pieces of what it writes. */
  readonly idleMilliseconds: number;
}

/** A family of models, in the AI SDK's own contract, so that every provider package fits. */
export interface LlmProvider {
  readonly id: string;
  /** `private` models run on nodes that the operator owns: what is confidential goes to those alone. */
  readonly locality: 'private' | 'commercial';
  /** Asked anew for each call, which it is told of. Of what it gives only `doStream` is called. */
  languageModel(model: string, call?: ModelCall): LanguageModelV4;
  /** Names of the models that it has now. Raises where it does not answer, or refuses the key. */
  models?(signal: AbortSignal): Promise<readonly string[]>;
  /** What a provider knows better of a call than the configuration does. */
  patience?(model: string, call: ModelCall): Partial<Patience>;
}

export const llmProviderPoint: ExtensionPoint<LlmProvider> = extensionPoint<LlmProvider>('llm', 'v1');
