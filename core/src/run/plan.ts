import type { Taint } from './evidence.ts';

/** One call of one tool. */
export interface PlanStep {
  /** Unique in the run. */
  readonly id: string;
  readonly tool: string;
  readonly worker: string;
  readonly effect: 'read' | 'write';
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Ids of steps that must have succeeded before. */
  readonly needs: readonly string[];
  /** Where each argument comes from; shown beside it when the step waits for approval. */
  readonly provenance: Readonly<Record<string, Provenance>>;
  /** The change of this session that the step takes back. */
  readonly undoes?: { readonly run: string; readonly step: string };
}

export interface Provenance {
  readonly taint: Taint;
  /** For people: `you wrote "checkout"`, `rule diagnose.selector, from evidence e2`. */
  readonly origin: string;
}

/** A plan as a model has written it: fixed when it was written, before names are looked up. */
export interface PlanDraft {
  readonly task: string;
  readonly steps: readonly Pick<PlanStep, 'id' | 'tool' | 'arguments' | 'needs'>[];
}

/** A graph of steps, fixed before anything untrusted is read. */
export interface Plan {
  readonly task: string;
  readonly steps: readonly PlanStep[];
  readonly madeBy: { readonly rule: string } | { readonly model: string };
  /** A plan by a model that has seen any earlier answer: its writes need approval whatever the rules say. */
  readonly tainted: boolean;
}
