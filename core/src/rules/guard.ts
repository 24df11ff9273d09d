import type { ActionOf } from './actions/action.ts';
import { renderAction } from './actions/render.ts';
import { parseDuration } from './duration.ts';
import type { Evaluation, FiredRule } from './evaluate.ts';
import { rankOf } from './order.ts';
import type { Layer, RuleFact } from './set/rule-set.ts';

export interface ApprovalRequirement {
  /** Who may approve; absent: the requester. */
  readonly role?: string;
  /** Somebody other than the requester must approve. */
  readonly fourEyes?: boolean;
  /** As the rule says it: `15m`. */
  readonly expiresIn?: string;
  readonly expiresInSeconds?: number;
}

export interface GuardDecision {
  /** `none`: no rule decides; the engine's own default holds. */
  readonly decision: 'deny' | 'require-approval' | 'allow' | 'none';
  /** The rules that caused it, in order. */
  readonly rules: readonly string[];
  /** All of them must be met. Empty unless the decision is `require-approval`. */
  readonly approvalRequirements: readonly ApprovalRequirement[];
  /** For people, one for each rule of `rules`. */
  readonly reasons: readonly string[];
}

/**
 * Deny outweighs require approval, which outweighs allow, whatever the layers and priorities; a rule that cannot be
 * evaluated denies. So no rule can loosen what another tightens. The one thing that `allow` loosens is the engine's
 * default for writes: an `allow` counts only where no `final` rule of a higher layer fired, or lacked a field to.
 * With a final rule that has no action, a layer therefore keeps the default from being loosened below it.
 */
export function decideGuard({ fired, unknown, errors }: Evaluation<'guard'>, fact: RuleFact): GuardDecision {
  const denials = fired.filter((rule) => has(rule, 'deny'));
  if (denials.length > 0 || errors.length > 0) {
    return {
      decision: 'deny',
      rules: [...denials, ...errors].map(({ id }) => id),
      approvalRequirements: [],
      reasons: [
        ...denials.map((rule) => reasonOf(rule, 'deny', fact)),
        ...errors.map(({ id, reason }) => `the rule ${id} could not be evaluated: ${reason}`),
      ],
    };
  }
  const approvals = fired.filter((rule) => has(rule, 'requireApproval'));
  if (approvals.length > 0) {
    return {
      decision: 'require-approval',
      rules: approvals.map(({ id }) => id),
      approvalRequirements: requirementsOf(approvals),
      reasons: approvals.map((rule) => reasonOf(rule, 'requireApproval', fact)),
    };
  }
  const barrier = Math.min(Number.POSITIVE_INFINITY, ...[...fired, ...unknown].filter(({ final }) => final).map(rank));
  const allowances = fired.filter((rule) => has(rule, 'allow') && rank(rule) <= barrier);
  return {
    decision: allowances.length > 0 ? 'allow' : 'none',
    rules: allowances.map(({ id }) => id),
    approvalRequirements: [],
    reasons: allowances.map((rule) => reasonOf(rule, 'allow', fact)),
  };
}

type Kind = 'deny' | 'requireApproval' | 'allow';

function has({ actions }: FiredRule<'guard'>, kind: Kind): boolean {
  return actions.some((action) => kind in action);
}

function rank({ layer }: { readonly layer: Layer }): number {
  return rankOf(layer);
}

function requirementsOf(rules: readonly FiredRule<'guard'>[]): readonly ApprovalRequirement[] {
  const requirements = new Map<string, ApprovalRequirement>();
  for (const action of rules.flatMap(({ actions }) => actions)) {
    if (!('requireApproval' in action)) continue;
    const { role, fourEyes, expiresIn } = action.requireApproval;
    requirements.set(JSON.stringify([role, fourEyes, expiresIn]), {
      ...(role === undefined ? {} : { role }),
      ...(fourEyes === undefined ? {} : { fourEyes }),
      ...(expiresIn === undefined ? {} : { expiresIn, expiresInSeconds: parseDuration(expiresIn) / 1000 }),
    });
  }
  return [...requirements.values()];
}

function reasonOf(rule: FiredRule<'guard'>, kind: Kind, fact: RuleFact): string {
  const reasons = rule.actions
    .filter((action) => kind in action)
    .map((action) => reasonIn(renderAction<ActionOf<'guard'>>(action, fact, rule.captures)))
    .filter((reason) => reason !== undefined);
  const missing = rule.verdict === 'unknown' ? ' (a field that it needs is missing)' : '';
  return `${reasons.join('; ') || rule.description || `rule ${rule.id}`}${missing}`;
}

function reasonIn(action: ActionOf<'guard'>): string | undefined {
  if ('deny' in action) return action.deny.reason;
  return 'requireApproval' in action ? action.requireApproval.reason : undefined;
}
