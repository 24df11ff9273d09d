import type { Inverse, UnavailableSource } from '../extension/tool.ts';
import type { Approval } from './approval.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, RankedFinding, Relation } from './finding.ts';
import type { KeptMoment } from './moment.ts';
import type { Plan, PlanDraft, PlanStep } from './plan.ts';

/** An error as an event carries it: no stack, no cause, nothing secret. */
export interface EventError {
  readonly code: string;
  readonly message: string;
  readonly nextStep?: string;
}

export interface Suggestion {
  readonly text: string;
}

export interface Choice {
  readonly label: string;
  readonly value: string;
}

/** One write that guard and approval have let through, before it is sent. */
export interface OperationIntent {
  readonly step: string;
  /** Also the `Idempotency-Key`. */
  readonly idempotencyKey: string;
  readonly approval: string | null;
  readonly operation: string;
  readonly target: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The step's arguments as they were admitted, by which the change is read back after an interruption. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** What would take the change back, made from what was there before it. */
  readonly inverse?: Inverse;
}

/** What a model is called for in a run: to plan, to ask for further reads, to sum up evidence, to word the answer, to work as an agent. */
export type ModelTask = 'plan' | 'reads' | 'summary' | 'answer' | 'agent';

/** `approved`: each waits for an approval, whatever the rules allow. `tried`: each is shown as it would be, and none is made. */
export type ChangeMode = 'approved' | 'tried';

/** What happened in a run. Changed only additively; docs/events.schema.json is the same in JSON Schema. */
export type RunEventBody =
  | {
      readonly type: 'run-started';
      readonly input: string;
      readonly subject: string;
      readonly workspace: string;
      readonly namespaces: readonly string[];
      /** What becomes of changes, where the request says so; else the rules alone decide. */
      readonly changes?: ChangeMode;
      /** The digest of the permissions with which the session was last used. */
      readonly permissions?: string;
    }
  | { readonly type: 'plan-made'; readonly plan: Plan }
  | { readonly type: 'steps-added'; readonly steps: readonly PlanStep[]; readonly because: string }
  | {
      readonly type: 'step-started';
      readonly step: string;
      readonly tool: string;
      readonly worker: string;
      readonly arguments: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'evidence'; readonly evidence: Evidence }
  | { readonly type: 'finding'; readonly finding: Finding }
  | {
      readonly type: 'step-finished';
      readonly step: string;
      readonly status: 'succeeded' | 'failed' | 'denied' | 'skipped';
      readonly milliseconds: number;
      readonly error?: EventError;
      readonly unavailable: readonly UnavailableSource[];
      readonly value?: unknown;
      /** Of a write that had nothing to change, for which nothing was sent and nobody was asked: what is so already. */
      readonly unchanged?: string;
      /** How many findings the step made; absent where it looked for none. */
      readonly findings?: number;
      /** What the step saw happen, in no order. */
      readonly moments?: readonly KeptMoment[];
      /** What needs what among the objects that it has seen: findings of all steps are ranked by those of all. */
      readonly relations?: readonly Relation[];
    }
  | {
      readonly type: 'guard-decided';
      readonly step: string;
      readonly decision: 'allow' | 'require-approval' | 'deny';
      readonly rules: readonly string[];
      readonly reasons: readonly string[];
    }
  | { readonly type: 'approval-required'; readonly approval: Approval }
  | {
      readonly type: 'approval-decided';
      readonly approval: string;
      readonly decision: 'approve' | 'reject' | 'expired';
      readonly by: string;
      readonly reason?: string;
      /** The digest of the permissions of whoever decided. */
      readonly permissions?: string;
    }
  | { readonly type: 'operation-intended'; readonly intent: OperationIntent }
  | {
      readonly type: 'operation-finished';
      readonly step: string;
      readonly idempotencyKey: string;
      readonly outcome: 'applied' | 'not-applied' | 'unknown';
      readonly message: string;
      /** What is worse since, where the reading back shows it. */
      readonly harm?: string;
    }
  | {
      readonly type: 'reauthentication-required';
      readonly reason: 'token-expired' | 'permission-changed';
    }
  | {
      readonly type: 'input-required';
      readonly question: string;
      readonly choices: readonly Choice[];
      /** The capture of the routing rule that the answer fills. */
      readonly slot: string;
    }
  | { readonly type: 'input-received'; readonly slot: string; readonly value: string }
  | {
      readonly type: 'run-resumed';
      readonly subject: string;
      /** The digest of the permissions with which it goes on. */
      readonly permissions?: string;
    }
  | {
      readonly type: 'answer';
      readonly text: string;
      /** Ids of the evidence that the text cites as [e1]. */
      readonly citations: readonly string[];
      readonly unavailable: readonly UnavailableSource[];
      readonly suggestions: readonly Suggestion[];
      /**
       * The run's findings, the likeliest root cause first, as the text ranks them; absent where there are none, and in runs
       * of earlier releases. What is not among them, being one too many or found later, comes after them as it is.
       */
      readonly ranking?: readonly RankedFinding[];
    }
  | {
      readonly type: 'model-called';
      readonly task: ModelTask;
      /** `provider/model`. */
      readonly model: string;
      /** The workspace has chosen it for itself: its name is a tenant's words. */
      readonly isWorkspaces?: boolean;
      /** As the provider counts them, else as they were estimated. */
      readonly inputTokens: number;
      readonly outputTokens: number;
      /** Money, where the configuration has the model's price. */
      readonly cost?: number;
      readonly milliseconds: number;
      readonly error?: EventError;
    }
  | {
      /** A model has asked for what it may not have; nothing came of it. */
      readonly type: 'model-refused';
      readonly task: ModelTask;
      readonly model: string;
      readonly tool: string;
      readonly reason: string;
    }
  | {
      /** Written down before names are looked up, so that a run that goes on later asks no model again. */
      readonly type: 'plan-drafted';
      readonly model: string;
      readonly draft: PlanDraft;
      /** The model has seen more than what the person wrote in this run. */
      readonly tainted: boolean;
    }
  | {
      readonly type: 'usage';
      readonly steps: number;
      readonly evidenceBytes: number;
      readonly inputTokens: number;
      readonly outputTokens: number;
    }
  | {
      readonly type: 'run-finished';
      readonly status: 'completed' | 'failed' | 'cancelled';
      readonly error?: EventError;
    };

export type RunEventType = RunEventBody['type'];

/** An event before it is stored. */
export type RunEventDraft = RunEventBody;

/** A stored event. `sequence` counts from 1 in its run without a gap; `time` is RFC 3339. */
export type RunEvent = RunEventBody & {
  readonly run: string;
  readonly session: string;
  readonly sequence: number;
  readonly time: string;
  readonly version: 1;
};

/**
 * What of the next answer has been worded and checked, while the rest is still being made: the first `at` characters of what
 * was shown stay, and `text` follows them. Told to those who follow the run where it is worked on, and never stored: `answer`
 * takes the place of all of it, and a run that ends without one has not said it. `sequence` is that of the stored event which
 * the reader has last.
 */
export interface AnswerWords {
  readonly type: 'answer-words';
  /** Counted as a string's `length` is; 0 where what was shown is taken back. */
  readonly at: number;
  /** Whole sentences of Markdown, with the space before them. */
  readonly text: string;
  readonly run: string;
  readonly session: string;
  readonly sequence: number;
  readonly time: string;
  readonly version: 1;
}

/** What those who follow a run are told. */
export type StreamedEvent = RunEvent | AnswerWords;

export function isStored(event: StreamedEvent): event is RunEvent {
  return event.type !== 'answer-words';
}

/** The stored events alone, as they come. */
export async function* storedEvents(stream: AsyncIterable<StreamedEvent>): AsyncGenerator<RunEvent, void, void> {
  for await (const event of stream) if (isStored(event)) yield event;
}
