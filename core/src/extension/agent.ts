import { type ExtensionPoint, extensionPoint } from './point.ts';

/** A worker with instructions of its own, run by an engine over a model. */
export interface Agent {
  readonly id: string;
  readonly description: string;
  readonly instructions: string;
  /** Names of the tools it may call. */
  readonly tools: readonly string[];
  readonly maximumSteps: number;
}

export const agentPoint: ExtensionPoint<Agent> = extensionPoint<Agent>('agent', 'v1');
