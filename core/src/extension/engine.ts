import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Agent } from './agent.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';
import type { ReadTool } from './tool.ts';

/** What an agent came to. */
export interface AgentResult {
  readonly text: string;
  readonly finish: 'stop' | 'steps' | 'length' | 'cancelled';
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
}

/** A tool as an agent sees it: already bound to the run, the guard and the budget. */
export type BoundTool = Pick<ReadTool, 'name' | 'description' | 'input'> & {
  call(input: unknown): Promise<string>;
};

/** Runs an agent over a model. The plain loop of this package is one; a framework's may be another. */
export interface AgentEngine {
  readonly id: string;
  run(
    agent: Agent,
    task: string,
    model: LanguageModelV4,
    tools: readonly BoundTool[],
    signal: AbortSignal,
  ): Promise<AgentResult>;
}

export const agentEnginePoint: ExtensionPoint<AgentEngine> = extensionPoint<AgentEngine>('engine', 'v1');
