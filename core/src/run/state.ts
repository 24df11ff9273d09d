import type { UnavailableSource } from '../extension/tool.ts';
import type { Approval } from './approval.ts';
import { bytesOf } from './content-bytes.ts';
import type { Evidence } from './evidence.ts';
import type { ChangeMode, Choice, OperationIntent, RunEventBody } from './events.ts';
import type { Finding, Relation } from './finding.ts';
import { withRelations } from './known-relations.ts';
import type { KeptMoment } from './moment.ts';
import type { Plan, PlanDraft, PlanStep } from './plan.ts';

type StepStatus = 'pending' | 'succeeded' | 'failed' | 'denied' | 'skipped';

export interface StepState {
  readonly step: PlanStep;
  readonly status: StepStatus;
  readonly value: unknown;
  /** The step looked for causes, whether it found one or not. */
  readonly diagnosed: boolean;
  /** What it saw happen. */
  readonly moments: readonly KeptMoment[];
  readonly error: { readonly code: string; readonly message: string; readonly nextStep?: string } | undefined;
  /** Of a write that had nothing to change: what is so already. Absent otherwise. */
  readonly unchanged?: string;
}

type Suspension =
  | { readonly kind: 'approval'; readonly approval: Approval }
  | { readonly kind: 'reauthentication'; readonly reason: 'token-expired' | 'permission-changed' }
  | { readonly kind: 'input'; readonly slot: string; readonly question: string; readonly choices: readonly Choice[] };

interface OperationState {
  readonly intent: OperationIntent;
  /** Undefined between intent and outcome: it may have been sent, and nobody has read back. */
  readonly outcome: 'applied' | 'not-applied' | 'unknown' | undefined;
  readonly message: string;
  readonly harm: string | undefined;
  /** How many outcomes it has had: more than one where a refused operation was sent again. */
  readonly outcomes: number;
}

/** All that a run knows. A function of its events and of nothing else, so that any replica can go on with it. */
export interface RunState {
  readonly input: string;
  readonly subject: string;
  readonly workspace: string;
  readonly namespaces: readonly string[];
  readonly changes: ChangeMode | undefined;
  /** The digest of the permissions with which the run was last used; undefined in runs of earlier releases. */
  readonly permissions: string | undefined;
  readonly plan: Plan | undefined;
  /** A model's plan before names were looked up. */
  readonly draft: { readonly model: string; readonly draft: PlanDraft; readonly tainted: boolean } | undefined;
  /** Spent on models, input and output. */
  readonly tokens: { readonly input: number; readonly output: number };
  /** Spent on models whose price is known. */
  readonly money: number;
  /** How often a model was asked for further reads. */
  readonly readRounds: number;
  readonly steps: ReadonlyMap<string, StepState>;
  readonly stepsTaken: number;
  readonly evidence: readonly Evidence[];
  readonly evidenceBytes: number;
  readonly findings: readonly Finding[];
  /** Of all steps, each once: what the findings are ranked by. */
  readonly relations: readonly Relation[];
  readonly unavailable: readonly UnavailableSource[];
  readonly approvals: ReadonlyMap<
    string,
    {
      readonly approval: Approval;
      readonly decision: 'approve' | 'reject' | 'expired' | undefined;
      readonly reason: string | undefined;
      readonly by: string | undefined;
      readonly permissions: string | undefined;
    }
  >;
  readonly operations: ReadonlyMap<string, OperationState>;
  readonly slots: ReadonlyMap<string, string>;
  readonly permissionChanges: number;
  readonly answers: readonly string[];
  readonly suspension: Suspension | undefined;
  readonly status: 'running' | 'suspended' | 'completed' | 'failed' | 'cancelled';
}

export const initialState: RunState = Object.freeze({
  input: '',
  subject: '',
  workspace: '',
  namespaces: [],
  changes: undefined,
  permissions: undefined,
  plan: undefined,
  draft: undefined,
  tokens: { input: 0, output: 0 },
  money: 0,
  readRounds: 0,
  steps: new Map(),
  stepsTaken: 0,
  evidence: [],
  evidenceBytes: 0,
  findings: [],
  relations: [],
  unavailable: [],
  approvals: new Map(),
  operations: new Map(),
  slots: new Map(),
  permissionChanges: 0,
  answers: [],
  suspension: undefined,
  status: 'running',
});

/** The approval that the run waits for. */
export function waitsForApproval({ suspension, approvals }: RunState): Approval | undefined {
  if (suspension?.kind !== 'approval') return undefined;
  return approvals.get(suspension.approval.id)?.decision === undefined ? suspension.approval : undefined;
}

/** An operation of the run was intended and its outcome is not known: it may be under way. */
export function hasOpenOperation({ operations }: RunState): boolean {
  return [...operations.values()].some(({ outcome }) => outcome === undefined);
}

/** The state after one more event. Unknown types, of a later release, change nothing. */
export function apply(state: RunState, event: RunEventBody): RunState {
  switch (event.type) {
    case 'run-started': {
      const { input, subject, workspace, namespaces, changes, permissions } = event;
      return { ...state, input, subject, workspace, namespaces, changes, permissions };
    }
    case 'plan-made': {
      const { plan } = event;
      const missing = (plan.leftOut ?? []).map(({ tool }) => ({ source: tool, reason: 'not installed here' }));
      const unavailable = [...state.unavailable, ...missing];
      return { ...state, plan, unavailable, steps: withSteps(state.steps, plan.steps) };
    }
    case 'plan-drafted': {
      const { model, draft, tainted } = event;
      return { ...state, draft: { model, draft, tainted } };
    }
    case 'model-called': {
      const { input, output } = state.tokens;
      return {
        ...state,
        tokens: { input: input + event.inputTokens, output: output + event.outputTokens },
        money: state.money + (event.cost ?? 0),
        readRounds: state.readRounds + (event.task === 'reads' ? 1 : 0),
      };
    }
    case 'steps-added':
      return { ...state, steps: withSteps(state.steps, event.steps) };
    case 'step-started':
      return { ...state, stepsTaken: state.stepsTaken + 1 };
    case 'evidence':
      return {
        ...state,
        evidence: [...state.evidence, event.evidence],
        evidenceBytes: state.evidenceBytes + bytesOf(event.evidence.content),
      };
    case 'finding':
      return { ...state, findings: [...state.findings, event.finding] };
    case 'step-finished': {
      const known = state.steps.get(event.step);
      const unavailable = [...state.unavailable, ...event.unavailable];
      const relations = withRelations(state.relations, event.relations);
      if (known === undefined) return { ...state, unavailable, relations };
      const finished: StepState = {
        ...known,
        status: event.status,
        value: event.value,
        diagnosed: event.findings !== undefined,
        moments: event.moments ?? [],
        error: event.error,
        ...(event.unchanged === undefined ? {} : { unchanged: event.unchanged }),
      };
      return { ...state, unavailable, relations, steps: new Map(state.steps).set(event.step, finished) };
    }
    case 'approval-required': {
      const undecided = { decision: undefined, reason: undefined, by: undefined, permissions: undefined };
      const entry = { approval: event.approval, ...undecided };
      return {
        ...state,
        approvals: new Map(state.approvals).set(event.approval.id, entry),
        suspension: { kind: 'approval', approval: event.approval },
        status: 'suspended',
      };
    }
    case 'approval-decided': {
      const known = state.approvals.get(event.approval);
      if (known === undefined) return state;
      const { decision, reason, by, permissions } = event;
      const decided = { ...known, decision, reason, by, permissions };
      return { ...state, approvals: new Map(state.approvals).set(event.approval, decided) };
    }
    case 'operation-intended': {
      const operation: OperationState = {
        intent: event.intent,
        outcome: undefined,
        message: '',
        harm: undefined,
        outcomes: 0,
      };
      return { ...state, operations: new Map(state.operations).set(event.intent.step, operation) };
    }
    case 'operation-finished': {
      const known = state.operations.get(event.step);
      if (known === undefined) return state;
      const { outcome, message, harm } = event;
      const finished: OperationState = { ...known, outcome, message, harm, outcomes: known.outcomes + 1 };
      return { ...state, operations: new Map(state.operations).set(event.step, finished) };
    }
    case 'reauthentication-required':
      return {
        ...state,
        suspension: { kind: 'reauthentication', reason: event.reason },
        permissionChanges: state.permissionChanges + (event.reason === 'permission-changed' ? 1 : 0),
        status: 'suspended',
      };
    case 'input-required': {
      const { slot, question, choices } = event;
      return { ...state, suspension: { kind: 'input', slot, question, choices }, status: 'suspended' };
    }
    case 'input-received':
      return { ...state, slots: new Map(state.slots).set(event.slot, event.value) };
    case 'run-resumed':
      return {
        ...state,
        permissions: event.permissions ?? state.permissions,
        suspension: undefined,
        status: 'running',
      };
    case 'answer':
      return { ...state, answers: [...state.answers, event.text] };
    case 'run-finished':
      return { ...state, suspension: undefined, status: event.status };
    default:
      return state;
  }
}

function withSteps(steps: ReadonlyMap<string, StepState>, added: readonly PlanStep[]): ReadonlyMap<string, StepState> {
  const all = new Map(steps);
  for (const step of added) {
    if (!all.has(step.id))
      all.set(step.id, { step, status: 'pending', value: undefined, diagnosed: false, moments: [], error: undefined });
  }
  return all;
}
