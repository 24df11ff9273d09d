import type {
  Approval,
  Choice,
  EventError,
  Evidence,
  Finding,
  Plan,
  PlanStep,
  Relation,
  RunEvent,
  UnavailableSource,
} from '@hexaops/core';

/** What a run waits for. */
export type Suspension =
  | { readonly kind: 'approval'; readonly approval: Approval }
  | { readonly kind: 'reauthentication'; readonly reason: 'token-expired' | 'permission-changed' }
  | { readonly kind: 'input'; readonly question: string; readonly choices: readonly Choice[] };

export type RunStatus = 'running' | 'suspended' | 'completed' | 'failed' | 'cancelled';

interface Answer {
  readonly text: string;
  readonly time: string;
  readonly citations: readonly string[];
  readonly unavailable: readonly UnavailableSource[];
  readonly suggestions: readonly string[];
}

interface Usage {
  readonly steps: number;
  readonly evidenceBytes: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A run as the JSON reply shows it: a projection of its events, in their order. */
export interface RunView {
  readonly run: string | undefined;
  readonly session: string | undefined;
  /** Of the first event that was seen; 1 where the run was seen from its beginning, 0 before any. */
  readonly firstSequence: number;
  /** Of the last event that was seen. */
  readonly sequence: number;
  readonly time: string | undefined;
  readonly status: RunStatus;
  readonly suspension: Suspension | undefined;
  /** The last one on an approval. */
  readonly decision: 'approve' | 'reject' | 'expired' | undefined;
  readonly plan: Plan | undefined;
  /** As the steps told them, each with its own marks. */
  readonly findings: readonly Finding[];
  /** What all steps said needs what: by it all findings are ranked together. */
  readonly relations: readonly Relation[];
  readonly evidence: readonly Evidence[];
  /** Changes of a dry run, as they would have been asked for. */
  readonly previews: readonly Approval[];
  readonly answer: Answer | undefined;
  readonly usage: Usage | undefined;
  readonly error: EventError | undefined;
}

export const emptyRunView: RunView = Object.freeze({
  run: undefined,
  session: undefined,
  firstSequence: 0,
  sequence: 0,
  time: undefined,
  status: 'running',
  suspension: undefined,
  decision: undefined,
  plan: undefined,
  findings: [],
  relations: [],
  evidence: [],
  previews: [],
  answer: undefined,
  usage: undefined,
  error: undefined,
});

/** The view after one more event. Types of a later release change nothing but the sequence. */
export function withEvent(view: RunView, event: RunEvent): RunView {
  const { run, session, sequence, time } = event;
  const firstSequence = view.firstSequence || sequence;
  return { ...view, run, session, firstSequence, sequence, time, ...changeBy(view, event) };
}

function changeBy(view: RunView, event: RunEvent): Partial<RunView> {
  switch (event.type) {
    case 'plan-made':
      return { plan: event.plan };
    case 'steps-added':
      return { plan: withSteps(view.plan, event.steps) };
    case 'evidence':
      return { evidence: [...view.evidence, event.evidence] };
    case 'finding':
      return { findings: [...view.findings, event.finding] };
    case 'step-finished':
      return event.relations === undefined ? {} : { relations: [...view.relations, ...event.relations] };
    case 'approval-required':
      return suspended({ kind: 'approval', approval: event.approval });
    case 'reauthentication-required':
      return suspended({ kind: 'reauthentication', reason: event.reason });
    case 'input-required':
      return suspended({ kind: 'input', question: event.question, choices: event.choices });
    case 'approval-decided':
      return event.by === dryRun
        ? triedOf(view)
        : { status: 'running', suspension: undefined, decision: event.decision };
    case 'run-resumed':
    case 'input-received':
      return { status: 'running', suspension: undefined };
    case 'answer': {
      const { text, time, citations, unavailable, suggestions } = event;
      return {
        answer: { text, time, citations, unavailable, suggestions: suggestions.map((suggestion) => suggestion.text) },
      };
    }
    case 'usage': {
      const { steps, evidenceBytes, inputTokens, outputTokens } = event;
      return { usage: { steps, evidenceBytes, inputTokens, outputTokens } };
    }
    case 'run-finished':
      return { status: event.status, suspension: undefined, error: event.error };
    default:
      return {};
  }
}

/** By whom the engine lets the approvals of a dry run end. */
const dryRun = 'the dry run';

function triedOf({ suspension, previews }: RunView): Partial<RunView> {
  const tried = suspension?.kind === 'approval' ? [suspension.approval] : [];
  return { status: 'running', suspension: undefined, previews: [...previews, ...tried] };
}

function suspended(suspension: Suspension): Partial<RunView> {
  return { status: 'suspended', suspension };
}

function withSteps(plan: Plan | undefined, steps: readonly PlanStep[]): Plan | undefined {
  return plan === undefined ? undefined : { ...plan, steps: [...plan.steps, ...steps] };
}
