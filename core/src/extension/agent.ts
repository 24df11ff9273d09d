import type { Purpose } from './llm.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/**
 * A worker with instructions of its own, run by an engine over a model. In a plan it is a reading like any other, under its
 * id, with one argument: its task.
 */
export interface Agent {
  /** In lower-case-with-dashes; no tool has the same. */
  readonly id: string;
  readonly description: string;
  readonly instructions: string;
  /** Names of the readings it may call. It changes nothing: one that names a change is refused at the start. */
  readonly tools: readonly string[];
  /** How often its model may be asked. */
  readonly maximumSteps: number;
  /** Which model it is run over. `plan` unless told. */
  readonly purpose?: Purpose;
  /** The id of the engine that runs it: `plain` unless told. */
  readonly engine?: string;
}

export const agentPoint: ExtensionPoint<Agent> = extensionPoint<Agent>('agent', 'v1');
