import { randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import { HexaopsError } from '../errors.ts';
import type { Operation } from '../extension/control-plane.ts';
import type { Preview, WriteTool } from '../extension/tool.ts';
import type { GuardDecision } from '../guard/guard.ts';
import { type Approval, type ApprovedBytes, hashOf, newNonce } from './approval.ts';
import { plainCopy } from './plain.ts';
import type { PlanStep } from './plan.ts';
import type { RunContext } from './run-context.ts';
import type { RunState } from './state.ts';

/** An approval with what was decided of it. */
export type AskedApproval = RunState['approvals'] extends ReadonlyMap<string, infer A> ? A : never;

/** What the tool makes of the arguments, and nothing beside it. */
export function operationOf(tool: WriteTool, values: PlanStep['arguments']): Operation {
  const { operation, target, parameters } = tool.operation(values);
  return plainCopy({ operation, target, parameters });
}

/** What a person is to approve of a step. Lives until the rules, or else the configuration, say. */
export function approvalOf(
  { caller, parts }: RunContext,
  tool: WriteTool,
  step: PlanStep,
  preview: Preview,
  decision: GuardDecision,
): Approval {
  const bytes: ApprovedBytes = {
    tool: tool.name,
    ...operationOf(tool, step.arguments),
    arguments: step.arguments,
    resourceVersion: preview.resourceVersion ?? null,
    subject: caller.subject,
    workspace: caller.workspace,
    expiresAt: parts.now() + (decision.expiresInSeconds ?? parts.approvalSeconds) * 1000,
    nonce: newNonce(),
  };
  return {
    id: randomUUID(),
    step: step.id,
    hash: hashOf(bytes),
    bytes,
    summary: preview.summary,
    changes: preview.changes,
    provenance: step.provenance,
    reasons: decision.reasons,
    roles: decision.roles,
    fourEyes: decision.fourEyes,
  };
}

/**
 * What is about to be sent must be what was approved, by whom it must be approved, in time: the stored bytes still have
 * their hash, they are this caller's, the tool makes the same operation of them, the object would change as the approval's
 * screen said, and the rules of this moment ask for no more than was given. Raises `approval-mismatch`, `approval-expired`.
 */
export function requireApproved(
  { caller, parts }: RunContext,
  tool: WriteTool,
  { approval, by }: AskedApproval,
  preview: Preview,
  decision: GuardDecision,
): void {
  const { bytes } = approval;
  const made: ApprovedBytes = {
    ...bytes,
    tool: tool.name,
    ...operationOf(tool, bytes.arguments),
    subject: caller.subject,
    workspace: caller.workspace,
  };
  if (hashOf(bytes) !== approval.hash || hashOf(made) !== approval.hash) {
    throw new HexaopsError('approval-mismatch', 'what would be done is not what was approved', {
      nextStep: 'ask for the change again',
    });
  }
  if (parts.now() >= bytes.expiresAt) {
    throw new HexaopsError('approval-expired', 'the approval has expired', { nextStep: 'ask for the change again' });
  }
  if (canonicalize(preview.changes) !== canonicalize(approval.changes)) {
    throw new HexaopsError('approval-mismatch', `${bytes.target} has changed since it was approved`, {
      nextStep: 'look at it, and ask for the change again',
    });
  }
  const isAnothers = by !== undefined && by !== caller.subject;
  const hasRole = approval.roles.length > 0 && approval.roles.every((role) => decision.roles.includes(role));
  if ((decision.fourEyes && !isAnothers) || (decision.roles.length > 0 && !hasRole)) {
    throw new HexaopsError('approval-mismatch', 'the rules ask for more than this approval', {
      nextStep: 'ask for the change again, and for the approval that the rules name',
    });
  }
}
