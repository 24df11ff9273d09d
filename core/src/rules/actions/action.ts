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

export interface PlanAction {
  readonly plan: {
    readonly task: string;
    readonly steps: readonly {
      readonly id: string;
      readonly tool: string;
      readonly arguments?: JsonMap;
      readonly needs?: readonly string[];
    }[];
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

export interface InvestigateAction {
  readonly investigate: { readonly task: string; readonly playbook?: string; readonly arguments?: JsonMap };
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
