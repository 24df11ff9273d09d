import type { CallClass } from './call.ts';

/** How calls are ordered and placed. Times in milliseconds. */
export interface ScheduleSettings {
  /** Calls at a time of one model on one node: the server's OLLAMA_NUM_PARALLEL. */
  readonly slots: number;
  /** Models at a time on one node: at most the server's OLLAMA_MAX_LOADED_MODELS. */
  readonly modelsPerNode: number;
  /** Tokens of one block of a prompt. */
  readonly blockTokens: number;
  /** A predicted wait beyond this refuses the call. */
  readonly longestWait: Readonly<Record<CallClass, number>>;
  /** A call that has waited so long counts as one of the class above. */
  readonly ageing: Readonly<Record<Exclude<CallClass, 'interactive'>, number>>;
  /** Calls that may wait, of all classes. */
  readonly mostWaiting: number;
  /** Shares of workspaces; 1 unless told. */
  readonly weights: Readonly<Record<string, number>>;
  /** Virtual tokens that a workspace may be ahead of one whose calls of a class below wait. */
  readonly slack: number;
  /** What a token that is written costs, in tokens that are read. */
  readonly outputCost: number;
  /** A model stays on a node at least so long where another is wanted there only for balance. */
  readonly dwell: number;
}

export const defaultSettings: ScheduleSettings = Object.freeze({
  slots: 4,
  modelsPerNode: 2,
  blockTokens: 128,
  longestWait: Object.freeze({ interactive: 60_000, routing: 30_000, background: 120_000 }),
  ageing: Object.freeze({ routing: 60_000, background: 300_000 }),
  mostWaiting: 10_000,
  weights: Object.freeze({}),
  slack: 100_000,
  outputCost: 10,
  dwell: 30_000,
});
