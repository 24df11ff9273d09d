import { randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import { HexaopsError } from '../errors.ts';
import type { Operation } from '../extension/control-plane.ts';
import type { Preview, WriteTool } from '../extension/tool.ts';
import type { GuardDecision } from '../guard/guard.ts';
import { type Approval, type ApprovedBytes, hashOf, newNonce, requireWhole } from './approval.ts';
import { renderApproval } from './approval-rendering.ts';
import { permissionDigest } from './permission-digest.ts';
import { plainCopy } from './plain.ts';
import type { Plan, PlanStep, Provenance } from './plan.ts';
import type { RunContext } from './run-context.ts';
import type { RunState } from './state.ts';

/** An approval with what was decided of it. */
export type AskedApproval = RunState['approvals'] extends ReadonlyMap<string, infer A> ? A : never;

/**
 * Milliseconds since the epoch: this replica's clock, but never before what has been written of the run. A replica whose
 * clock is behind does not open again what has expired.
 */
export function present({ parts, journal }: Pick<RunContext, 'parts' | 'journal'>): number {
  return journal.after(0).reduce((latest, { time }) => Math.max(latest, Date.parse(time)), parts.now());
}

/** What the tool makes of the arguments, and nothing beside it. */
export function operationOf(tool: WriteTool, values: PlanStep['arguments']): Operation {
  const { operation, target, parameters } = tool.operation(values);
  return plainCopy({ operation, target, parameters });
}

/** What was judged, and by what. */
export interface Judged {
  readonly plan: Plan;
  readonly tool: WriteTool;
  readonly step: PlanStep;
  readonly preview: Preview;
  readonly decision: GuardDecision;
}

/** What a person is to approve of a step. Lives until the rules, or else the configuration, say. */
export function approvalOf(
  { caller, parts, journal }: RunContext,
  { plan, tool, step, preview, decision }: Judged,
  dryRun: string | null,
): Approval {
  const id = randomUUID();
  const { summary, changes } = preview;
  const bytes: ApprovedBytes = {
    approval: id,
    run: journal.identity.run,
    step: step.id,
    summary,
    changes,
    dryRun,
    permissions: permissionDigest(caller),
    tool: tool.name,
    ...operationOf(tool, step.arguments),
    arguments: step.arguments,
    resourceVersion: preview.resourceVersion ?? null,
    subject: caller.subject,
    workspace: caller.workspace,
    expiresAt: parts.now() + (decision.expiresInSeconds ?? parts.approvalSeconds) * 1000,
    nonce: newNonce(),
  };
  const provenance = provenanceOf(step, plan);
  return {
    id,
    step: step.id,
    hash: hashOf(bytes),
    bytes,
    summary,
    changes,
    rendering: renderApproval(bytes, provenance),
    provenance,
    reasons: decision.reasons,
    roles: decision.roles,
    fourEyes: decision.fourEyes,
  };
}

/** An argument of which nobody has said where it comes from is at least known to be by whoever made the plan. */
function provenanceOf(step: PlanStep, { madeBy }: Plan): Readonly<Record<string, Provenance>> {
  const origin = 'model' in madeBy ? `made by the model ${madeBy.model}` : `made by the rule ${madeBy.rule}`;
  return Object.fromEntries(
    Object.keys(step.arguments).map((name) => {
      const known = Object.hasOwn(step.provenance, name) ? step.provenance[name] : undefined;
      return [name, known ?? { taint: 'untrusted', origin }];
    }),
  );
}

/**
 * What is about to be sent must be what was approved, by whom it must be approved, in time: the stored bytes still have
 * their hash, they are this run's, step's and caller's, with the permissions of then, the tool makes the same operation of
 * them, the object is as it was and would change as the approval's screen said, and the rules of this moment ask for no
 * more than was given. `now` is in milliseconds since the epoch. Raises `approval-mismatch`, `approval-expired`.
 */
export function requireApproved(
  { caller, journal }: RunContext,
  { tool, step, preview, decision }: Judged,
  { approval, by }: AskedApproval,
  now: number,
): void {
  const { bytes } = approval;
  requireWhole(approval);
  const made: ApprovedBytes = {
    ...bytes,
    ...(bytes.run === undefined ? {} : { run: journal.identity.run }),
    ...(bytes.step === undefined ? {} : { step: step.id }),
    tool: tool.name,
    ...operationOf(tool, bytes.arguments),
    subject: caller.subject,
    workspace: caller.workspace,
  };
  if (hashOf(made) !== approval.hash) {
    throw new HexaopsError('approval-mismatch', 'what would be done is not what was approved', {
      nextStep: 'ask for the change again',
    });
  }
  if (bytes.permissions !== undefined && bytes.permissions !== permissionDigest(caller)) {
    throw new HexaopsError('approval-mismatch', 'your permissions have changed since this was approved', {
      nextStep: 'ask for the change again',
    });
  }
  if (now >= bytes.expiresAt) {
    throw new HexaopsError('approval-expired', 'the approval has expired', { nextStep: 'ask for the change again' });
  }
  if (
    canonicalize(preview.changes) !== canonicalize(approval.changes) ||
    (preview.resourceVersion ?? null) !== bytes.resourceVersion
  ) {
    throw new HexaopsError('approval-mismatch', `${bytes.target} has changed since it was approved`, {
      nextStep: 'look at it, and ask for the change again',
    });
  }
  const isAnothers = by !== undefined && by !== caller.subject;
  const hasRoles = decision.roles.every((role) => approval.roles.includes(role));
  const keepsRoles = isAnothers || decision.roles.every((role) => caller.roles?.includes(role) ?? false);
  if ((decision.fourEyes && !isAnothers) || !hasRoles || !keepsRoles) {
    throw new HexaopsError('approval-mismatch', 'the rules ask for more than this approval', {
      nextStep: 'ask for the change again, and for the approval that the rules name',
    });
  }
}
