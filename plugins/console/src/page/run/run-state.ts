import type {
  AnswerWords,
  Approval,
  Choice,
  EventError,
  Evidence,
  Finding,
  KeptMoment,
  Plan,
  PlanStep,
  RankedFinding,
  RunEvent,
  StreamedEvent,
  UnavailableSource,
} from '@hexaops/core';

export interface StepState {
  readonly step: PlanStep;
  readonly status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'denied' | 'skipped';
  /** Why it came to the plan later. */
  readonly because?: string;
  readonly startedAt?: string;
  readonly milliseconds?: number;
  readonly findings?: number;
  /** Of a change that had nothing to change: what is so already. */
  readonly unchanged?: string;
  /** Why it may not be. */
  readonly refusedFor?: readonly string[];
  readonly error?: EventError;
  readonly unavailable?: readonly UnavailableSource[];
}

export type Waiting =
  | { readonly kind: 'approval'; readonly approval: Approval }
  | { readonly kind: 'reauthentication'; readonly reason: 'token-expired' | 'permission-changed' }
  | { readonly kind: 'input'; readonly question: string; readonly choices: readonly Choice[] };

interface Answer {
  readonly text: string;
  readonly unavailable: readonly UnavailableSource[];
  readonly suggestions: readonly string[];
  /** How many decisions had been taken before. */
  readonly decisions: number;
}

export interface Decided {
  readonly approval: Approval;
  readonly decision: 'approve' | 'reject' | 'expired';
  /** Who decided. */
  readonly by: string;
  readonly reason?: string;
  readonly outcome?: { readonly kind: 'applied' | 'not-applied' | 'unknown'; readonly message: string };
}

/** A run as the page shows it: what its events say by now, and nothing else. */
export interface RunState {
  readonly question: string;
  readonly run?: string;
  readonly session?: string;
  readonly subject?: string;
  readonly workspace?: string;
  readonly sequence: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly status: 'sending' | 'running' | 'suspended' | 'completed' | 'failed' | 'cancelled';
  readonly plan?: Plan;
  readonly steps: readonly StepState[];
  readonly evidence: readonly Evidence[];
  /** Each as its worker has marked it. */
  readonly findings: readonly Finding[];
  /** Of the last answer that ranks them. */
  readonly ranking: readonly RankedFinding[];
  readonly moments: readonly KeptMoment[];
  /** Undefined where it waits for nobody. */
  readonly waiting: Waiting | undefined;
  readonly decided: readonly Decided[];
  /** One for each time that something was said: before and after a decision. The last one holds. */
  readonly answers: readonly Answer[];
  /** What has been worded of the next answer, which says the same at its beginning. */
  readonly worded: string | undefined;
  readonly tokens: { readonly input: number; readonly output: number };
  /** Absent where no call of a model has a price. */
  readonly cost?: number;
  readonly models: readonly string[];
  readonly error?: EventError;
}

export function sentRun(question: string): RunState {
  return {
    question,
    sequence: 0,
    status: 'sending',
    steps: [],
    evidence: [],
    findings: [],
    ranking: [],
    moments: [],
    waiting: undefined,
    decided: [],
    answers: [],
    worded: undefined,
    tokens: { input: 0, output: 0 },
    models: [],
  };
}

/** The state after these events. One that is there already changes nothing, so streams may overlap. */
export function withEvents(state: RunState, events: readonly StreamedEvent[]): RunState {
  return events.reduce((before, event) => {
    if (event.type === 'answer-words') return withWords(before, event);
    return event.sequence <= before.sequence ? before : withEvent(before, event);
  }, state);
}

function withWords(before: RunState, { at, text, sequence }: AnswerWords): RunState {
  if (sequence < before.sequence || before.status !== 'running') return before;
  return { ...before, worded: (before.worded ?? '').slice(0, at) + text };
}

function withEvent(before: RunState, event: RunEvent): RunState {
  const { run, session, sequence } = event;
  return { ...before, run, session, sequence, ...changeBy(before, event) };
}

function changeBy(before: RunState, event: RunEvent): Partial<RunState> {
  switch (event.type) {
    case 'run-started': {
      const { input, subject, workspace, time } = event;
      return { status: 'running', question: input, subject, workspace, startedAt: time };
    }
    case 'plan-made':
      return { plan: event.plan, steps: event.plan.steps.map((step) => ({ step, status: 'waiting' })) };
    case 'steps-added': {
      const { steps, because } = event;
      return { steps: [...before.steps, ...steps.map((step) => ({ step, status: 'waiting', because }) as const)] };
    }
    case 'step-started':
      return { steps: changedStep(before, event.step, { status: 'running', startedAt: event.time }) };
    case 'step-finished':
      return {
        steps: changedStep(before, event.step, finishedStep(event)),
        moments: event.moments === undefined ? before.moments : [...before.moments, ...event.moments],
      };
    case 'guard-decided':
      return event.decision === 'deny' ? { steps: changedStep(before, event.step, { refusedFor: event.reasons }) } : {};
    case 'evidence':
      return { evidence: [...before.evidence, event.evidence] };
    case 'finding':
      return { findings: [...before.findings, event.finding] };
    case 'approval-required':
      return { status: 'suspended', waiting: { kind: 'approval', approval: event.approval } };
    case 'reauthentication-required':
      return { status: 'suspended', waiting: { kind: 'reauthentication', reason: event.reason } };
    case 'input-required':
      return { status: 'suspended', waiting: { kind: 'input', question: event.question, choices: event.choices } };
    case 'approval-decided':
      return decided(before, event);
    case 'operation-finished':
      return withOutcome(before, event.outcome, event.message);
    case 'run-resumed':
    case 'input-received':
      return goingOn;
    case 'answer': {
      const { text, unavailable, suggestions, ranking = before.ranking } = event;
      const decisions = before.decided.length;
      const answer = { text, unavailable, suggestions: suggestions.map((each) => each.text), decisions };
      return { ...unsaid, ranking, answers: [...before.answers, answer] };
    }
    case 'model-called':
      return {
        tokens: {
          input: before.tokens.input + event.inputTokens,
          output: before.tokens.output + event.outputTokens,
        },
        models: before.models.includes(event.model) ? before.models : [...before.models, event.model],
        ...(event.cost === undefined ? {} : { cost: (before.cost ?? 0) + event.cost }),
      };
    case 'run-finished':
      return {
        ...goingOn,
        ...unsaid,
        status: event.status,
        endedAt: event.time,
        ...(event.error === undefined ? {} : { error: event.error }),
      };
    default:
      return {};
  }
}

const unsaid = { worded: undefined };
const goingOn = { status: 'running', waiting: undefined } as const;

function changedStep(before: RunState, id: string, change: Partial<StepState>): readonly StepState[] {
  return before.steps.map((state) => (state.step.id === id ? { ...state, ...change } : state));
}

function finishedStep(event: Extract<RunEvent, { type: 'step-finished' }>): Partial<StepState> {
  const { status, milliseconds, findings, unchanged, error, unavailable } = event;
  return {
    status,
    milliseconds,
    unavailable,
    ...(findings === undefined ? {} : { findings }),
    ...(unchanged === undefined ? {} : { unchanged }),
    ...(error === undefined ? {} : { error }),
  };
}

function decided(
  before: RunState,
  { decision, by, reason }: Extract<RunEvent, { type: 'approval-decided' }>,
): Partial<RunState> {
  if (before.waiting?.kind !== 'approval') return goingOn;
  const { approval } = before.waiting;
  const last: Decided = { approval, decision, by, ...(reason === undefined ? {} : { reason }) };
  return { ...goingOn, decided: [...before.decided, last] };
}

function withOutcome(
  before: RunState,
  kind: 'applied' | 'not-applied' | 'unknown',
  message: string,
): Partial<RunState> {
  const last = before.decided.at(-1);
  if (last === undefined) return {};
  return { decided: [...before.decided.slice(0, -1), { ...last, outcome: { kind, message } }] };
}
