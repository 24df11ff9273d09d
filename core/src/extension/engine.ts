import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Agent } from './agent.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';
import type { ReadTool } from './tool.ts';

/** What an agent came to. */
export interface AgentResult {
  /** What it says in the end; of a run that was cut short what it said last. Anyone may have written it. */
  readonly text: string;
  /** `steps`: it was not done when its steps were used up. `length`: what it says is cut. */
  readonly finish: 'stop' | 'steps' | 'length' | 'cancelled';
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
}

/**
 * A tool as an agent sees it: already bound to the run, the guard and the budget. `call` never raises for what a model may
 * mend: it gives the problem as text. Calls may be made side by side.
 */
export type BoundTool = Pick<ReadTool, 'name' | 'description' | 'input'> & {
  call(input: unknown): Promise<string>;
  /** What is wrong with arguments, as a model can mend it; `call` looks at the same. */
  problems(input: unknown): readonly string[];
};

/** One run of an agent. */
export interface AgentRun {
  readonly agent: Agent;
  readonly task: string;
  /** The one door to models: chosen, within the budget, cleaned, watched and written down, whoever calls it. */
  readonly model: LanguageModelV4;
  readonly tools: readonly BoundTool[];
  /** Tokens that one prompt may have, about. */
  readonly promptTokens: number;
  readonly signal: AbortSignal;
  /** For an engine that remembers what was said: set by code, from the caller. What is kept for one is shown to no other. */
  readonly conversation?: { readonly workspace: string; readonly subject: string; readonly session: string };
}

/**
 * Runs an agent over a model. The plain loop of this package is one; a framework's may be another. Raises what the model
 * raises; where the signal aborts it ends with `cancelled`.
 */
export interface AgentEngine {
  readonly id: string;
  run(run: AgentRun): Promise<AgentResult>;
}

export const agentEnginePoint: ExtensionPoint<AgentEngine> = extensionPoint<AgentEngine>('engine', 'v1');
