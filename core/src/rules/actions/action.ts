export type Stage = 'route' | 'diagnose' | 'guard' | 'trigger' | 'model';

export const stages: readonly Stage[] = ['route', 'diagnose', 'guard', 'trigger', 'model'];

type JsonMap = Readonly<Record<string, unknown>>;

/** Texts are templates: `${path}` inserts a capture or a value of the fact. */
export interface DenyAction {
  readonly deny: { readonly reason?: string };
}

export interface RequireApprovalAction {
  readonly requireApproval: {
    /** Who may approve; absent: the requester. */
    readonly role?: string;
    /** Somebody other than the requester must approve. */
    readonly fourEyes?: boolean;
    readonly reason?: string;
    /** How long the approval waits: `15m`. */
    readonly expiresIn?: string;
  };
}

export interface AllowAction {
  readonly allow: Readonly<Record<string, never>>;
}

export type Severity = 'critical' | 'warning' | 'info';

export interface FindingAction {
  readonly finding: {
    readonly cause: string;
    /** What it is about, or a template that gives it; absent: the object of the fact. */
    readonly object?: string | { readonly kind: string; readonly namespace?: string; readonly name: string };
    /** `warning` unless told. */
    readonly severity?: Severity;
    /** 0 to 1; 0.5 unless told. */
    readonly confidence?: number;
    readonly summary?: string;
    readonly remedy?: { readonly description: string; readonly tool?: string; readonly arguments?: JsonMap };
  };
}

/** An argument of a reading that is taken from what an earlier step tells. */
export interface BindingAction {
  readonly step: string;
  /** A path in the value of that step: `last.at`. */
  readonly value: string;
  readonly type: 'instant' | 'age' | 'integer' | 'name';
  /** Of `instant` and `age`: as much before that time: `1h`. */
  readonly earlier?: string;
  /** Of `instant` and `age`: no further back than this: `7d`. */
  readonly longest?: string;
  /** Where there is no such value. Without it the step is left out then. */
  readonly otherwise?: unknown;
}

export interface StepAction {
  readonly id: string;
  readonly tool: string;
  readonly arguments?: JsonMap;
  readonly bind?: Readonly<Record<string, BindingAction>>;
  /** Steps that must have succeeded. */
  readonly needs?: readonly string[];
  /** Left out, and named, where the tool is not installed. */
  readonly optional?: boolean;
  /** Taken only where that step is left out because its tool is not installed. */
  readonly insteadOf?: string;
  /** How long the tool may take: `10s`. */
  readonly deadline?: string;
}

export interface PlanAction {
  readonly plan: {
    readonly task: string;
    readonly steps: readonly StepAction[];
    /** Puts what the steps saw happen on one time line. */
    readonly timeline?: {
      /** How far back symptoms count, from the last thing that was seen: `1d` unless told. */
      readonly span?: string;
      /** How far a change may lie before a symptom to be suspected of it: `1h` unless told. */
      readonly window?: string;
    };
  };
}

export interface AnswerAction {
  readonly answer: { readonly template: string };
}

export interface AskAction {
  readonly ask: { readonly question: string; readonly choices?: readonly string[] };
}

/** Takes back the last change of the conversation, where that is known how: proposed, and approved like any other. */
interface UndoAction {
  readonly undo: Readonly<Record<string, never>>;
}

/**
 * Reads by itself, without anybody's token, because of an alert. Of labels only plain names are inserted. Steps whose tools
 * are not installed, not allowed without a token, or without their arguments are left out, and named.
 */
export interface InvestigateAction {
  readonly investigate: {
    readonly task: string;
    readonly steps?: readonly StepAction[];
    readonly timeline?: PlanAction['plan']['timeline'];
    /** The id of a rule of stage `route` whose plan is followed, too. */
    readonly playbook?: string;
    /** What the playbook's captures are: a text, a number, or an object `{kind, namespace, name}`. */
    readonly arguments?: JsonMap;
  };
}

export interface ModelReference {
  readonly provider: string;
  readonly model: string;
  readonly [setting: string]: unknown;
}

export interface UseAction {
  readonly use: {
    readonly provider: string;
    readonly model: string;
    /** Tried in this order when the model cannot be used. */
    readonly fallback?: readonly ModelReference[];
    /** What may be sent to the model: `public`, `internal`, `confidential`. */
    readonly sensitivity?: string;
    readonly [setting: string]: unknown;
  };
}

interface ActionsByStage {
  readonly route: PlanAction | AnswerAction | AskAction | UndoAction;
  readonly diagnose: FindingAction;
  readonly guard: DenyAction | RequireApprovalAction | AllowAction;
  readonly trigger: InvestigateAction;
  readonly model: UseAction;
}

/** What a rule of a stage does. */
export type ActionOf<S extends Stage> = ActionsByStage[S];
export type Action = ActionOf<Stage>;

/** As written: `allow: true` is short for `allow: {}`. */
export type ActionInput =
  | Action
  | { readonly allow: true }
  | { readonly undo: true }
  | { readonly deny: true }
  | { readonly requireApproval: true };

/** `true` becomes `{}`. */
export function normalizeAction(input: ActionInput): Action {
  if ('allow' in input) return { allow: {} };
  if ('undo' in input) return { undo: {} };
  if ('deny' in input) return input.deny === true ? { deny: {} } : { deny: input.deny };
  if ('requireApproval' in input) {
    return input.requireApproval === true ? { requireApproval: {} } : { requireApproval: input.requireApproval };
  }
  return input;
}
