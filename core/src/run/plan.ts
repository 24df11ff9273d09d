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
  /** Of a read: arguments that are taken from what earlier steps told, when its turn comes. */
  readonly bindings?: Readonly<Record<string, Binding>>;
  /** Milliseconds that the tool may take; never more than the budget gives a step. */
  readonly deadline?: number;
  /** The change of this session that the step takes back. */
  readonly undoes?: { readonly run: string; readonly step: string };
}

export interface Provenance {
  readonly taint: Taint;
  /** For people: `you wrote "checkout"`, `rule diagnose.selector, from evidence e2`. */
  readonly origin: string;
}

/**
 * An argument of a read that is taken from the value of an earlier step, which others may have written: so it has a type
 * that can hold no free text, and is never an argument of a change.
 */
export interface Binding {
  /** Waited for, whatever becomes of it. */
  readonly step: string;
  /** A path in the value of that step: `last.at`. */
  readonly value: string;
  /**
   * `instant`: a time, as RFC 3339. `age`: how long ago a time was, as `90m`, whole minutes, rounded up. `integer`. `name`: as Kubernetes
   * checks names.
   */
  readonly type: 'instant' | 'age' | 'integer' | 'name';
  /** Of `instant` and `age`: milliseconds before that time, so that what was so until then is read, too. */
  readonly earlier?: number;
  /** Of `instant` and `age`: milliseconds, no further back than which it reaches. */
  readonly longest?: number;
  /** Taken where there is no such value. Without it the step is left out then: there is nothing to ask. */
  readonly otherwise?: unknown;
}

/** What a plan wants to know of the order in which things happened. */
export interface TimelineRequest {
  /** Milliseconds before the last thing that was seen, in which symptoms count. */
  readonly span: number;
  /** Milliseconds that a change may lie before a symptom to be suspected of it. */
  readonly window: number;
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
  /** What the steps saw happen is put on one time line. */
  readonly timeline?: TimelineRequest;
  /** Steps that its rule would have taken, had their tools been installed. */
  readonly leftOut?: readonly { readonly step: string; readonly tool: string }[];
}
