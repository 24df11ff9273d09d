import type { Caller } from '../caller.ts';
import { messageOf } from '../errors.ts';
import type { Operation } from '../extension/control-plane.ts';
import type { Preview } from '../extension/tool.ts';
import { type CompiledRules, parseDuration } from '../rules/index.ts';
import type { Plan, PlanStep } from '../run/plan.ts';

/** What the operator has set, which no rule, model or person in a chat can loosen. */
export interface GuardSettings {
  /** `readOnly` refuses every write, whatever rules say. */
  readonly mode: 'normal' | 'readOnly';
  /** What kind of place a workspace is, for rules: `production`, `staging`. */
  environment(workspace: string): string | undefined;
  /** `defaultChangeLimits` unless told. */
  readonly limits?: ChangeLimits;
}

export interface GuardedCall {
  readonly step: PlanStep;
  readonly caller: Caller;
  readonly plan: Plan;
  /** Of a write: what would be sent. */
  readonly operation?: Operation;
  /** Of a write: what it would change. */
  readonly preview: Preview | undefined;
  /** The step was added because of what was read, by a finding's remedy. */
  readonly proposed: boolean;
  /** Of a write: what was done lately. Without it a write is denied. */
  readonly recent?: RecentOperations;
}

/** Operations of the last hour. */
export interface RecentOperations {
  readonly operationsByCaller: number;
  readonly operationsInWorkspace: number;
  /** In the workspace, by whomever. */
  readonly operationsOnTarget: number;
}

/** What rules measure writes by. The operator's; every rule may take them from the fact, and none has to. */
export interface ChangeLimits {
  /** Operations in an hour. */
  readonly operationsByCaller: number;
  readonly operationsInWorkspace: number;
  readonly operationsOnTarget: number;
  /** Of a workspace's pods, 0 to 1: what touches more of them is a large change. */
  readonly share: number;
  /** A change that touches fewer pods is no large one, whatever its share. */
  readonly pods: number;
}

export const defaultChangeLimits: ChangeLimits = Object.freeze({
  operationsByCaller: 30,
  operationsInWorkspace: 60,
  operationsOnTarget: 10,
  share: 0.5,
  pods: 10,
});

export interface GuardDecision {
  readonly decision: 'allow' | 'require-approval' | 'deny';
  readonly rules: readonly string[];
  readonly reasons: readonly string[];
  readonly roles: readonly string[];
  readonly fourEyes: boolean;
  /** Seconds that an approval stays open; undefined for the engine's default. */
  readonly expiresInSeconds: number | undefined;
}

/**
 * Whether a call may be made. Deny goes before approval, approval before allow; where no rule speaks a read is allowed and
 * a write needs approval. No rule can allow a write that is tainted: one whose arguments, or whose plan, come from
 * anything that somebody else may have written.
 */
export function guard(call: GuardedCall, rules: CompiledRules, settings: GuardSettings): GuardDecision {
  const { step } = call;
  const write = step.effect === 'write';
  if (write && call.caller.kind === 'service') return plain('deny', 'this service changes nothing by itself');
  if (write && settings.mode === 'readOnly') return plain('deny', 'this service is configured to be read only');
  if (write && !mayChange(call.caller)) return plain('deny', 'your token does not permit changes (aiops:remediate)');
  if (write && call.recent === undefined) return plain('deny', 'what was done lately is not known');
  const tainted = isTainted(call);
  let decided: ReturnType<CompiledRules['decide']>;
  try {
    decided = rules.decide(factOf(call, tainted, settings));
  } catch (error) {
    return plain('deny', `the guard rules failed: ${messageOf(error)}`);
  }
  const { rules: fired, reasons } = decided;
  if (decided.decision === 'deny') return { ...plain('deny'), rules: fired, reasons };
  if (decided.decision === 'require-approval') {
    const requirements = decided.approvalRequirements;
    const seconds = requirements.flatMap(({ expiresIn }) =>
      expiresIn === undefined ? [] : parseDuration(expiresIn) / 1000,
    );
    return {
      decision: 'require-approval',
      rules: fired,
      reasons,
      roles: [...new Set(requirements.flatMap(({ role }) => role ?? []))],
      fourEyes: requirements.some(({ fourEyes }) => fourEyes === true),
      expiresInSeconds: seconds.length === 0 ? undefined : Math.min(...seconds),
    };
  }
  if (!write) return { ...plain('allow'), rules: fired };
  if (decided.decision === 'allow' && !tainted) return { ...plain('allow'), rules: fired };
  const reason = tainted
    ? 'parts of this change come from what was read, so a person must approve it'
    : 'no rule allows this change without approval';
  return { ...plain('require-approval', reason), rules: fired };
}

/** Where the token names permissions they must hold changing; where it is silent the control plane alone decides. */
export function mayChange({ permissions }: Pick<Caller, 'permissions'>): boolean {
  return permissions?.some((held) => held === 'aiops:remediate' || held === 'aiops:admin') ?? true;
}

/** An argument whose origin nobody has named counts as untrusted, and so does a step that follows from what was read. */
function isTainted({ step, plan, proposed }: GuardedCall): boolean {
  const names = Object.keys(step.arguments);
  return (
    proposed ||
    plan.tainted ||
    names.some((name) => !Object.hasOwn(step.provenance, name)) ||
    Object.values(step.provenance).some(({ taint }) => taint === 'untrusted')
  );
}

function plain(decision: GuardDecision['decision'], reason?: string): GuardDecision {
  return {
    decision,
    rules: [],
    reasons: reason === undefined ? [] : [reason],
    roles: [],
    fourEyes: false,
    expiresInSeconds: undefined,
  };
}

/** What guard rules look at. Kept in step with the guard stage's fact schema. */
function factOf(
  { step, caller, plan, operation, preview, proposed, recent }: GuardedCall,
  tainted: boolean,
  settings: GuardSettings,
) {
  const environment = settings.environment(caller.workspace);
  return {
    tool: step.tool,
    worker: step.worker,
    effect: step.effect,
    workspace: caller.workspace,
    ...(environment === undefined ? {} : { environment }),
    tainted,
    proposed,
    step: { id: step.id, tool: step.tool, worker: step.worker, effect: step.effect, arguments: step.arguments },
    plan: { task: plan.task, madeBy: plan.madeBy, tainted: plan.tainted, steps: plan.steps.length },
    caller: {
      subject: caller.subject,
      organizations: caller.organizations,
      ...(caller.roles === undefined ? {} : { roles: caller.roles }),
      ...(caller.permissions === undefined ? {} : { permissions: caller.permissions }),
    },
    ...(operation === undefined ? {} : { operation: { ...operation } }),
    ...(recent === undefined ? {} : { recent }),
    ...(preview === undefined
      ? {}
      : {
          limits: settings.limits ?? defaultChangeLimits,
          blast: preview.blast ?? {},
          changes: preview.changes.map(({ path, before, after }) => ({
            path,
            before: before ?? null,
            after: after ?? null,
          })),
        }),
  };
}
