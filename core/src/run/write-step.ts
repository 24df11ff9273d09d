import { randomUUID } from 'node:crypto';
import { HexaopsError } from '../errors.ts';
import type { Preview, WriteTool } from '../extension/tool.ts';
import { guard, type GuardDecision } from '../guard/guard.ts';
import { type Approval, type ApprovedBytes, hashOf, newNonce } from './approval.ts';
import type { EventError, RunEventDraft } from './events.ts';
import { execute, recover } from './operation.ts';
import { permissionHasChanged } from './permission.ts';
import type { Plan, PlanStep } from './plan.ts';
import {
  admit,
  eventErrorOf,
  NeedsReauthentication,
  requireFreshToken,
  type RunContext,
  toolContext,
  withDeadline,
} from './run-context.ts';

/**
 * Takes one write as far as it can go now: to its approval, where the run then suspends, or through it to the effect.
 * The order is fixed: `toolCall` waterfall, validation, preview, guard, approval hash, execution; nothing runs between the
 * guard and the call. Raises `NeedsReauthentication`.
 */
export async function runWriteStep(
  context: RunContext,
  plan: Plan,
  planned: PlanStep,
  proposed: boolean,
): Promise<void> {
  requireFreshToken(context);
  const started = context.parts.now();
  try {
    await advance(context, plan, planned, proposed, started);
  } catch (error) {
    if (error instanceof NeedsReauthentication || HexaopsError.is(error, 'conflict')) throw error;
    if (HexaopsError.is(error, 'reauthentication-required')) throw new NeedsReauthentication('token-expired');
    if (context.signal.aborted && context.journal.state.operations.get(planned.id) === undefined) throw error;
    if (await permissionHasChanged(context, planned.tool, error)) throw new NeedsReauthentication('permission-changed');
    const denied = HexaopsError.is(error, 'denied') || HexaopsError.is(error, 'read-only');
    await context.journal.append(
      finished(context, planned, denied ? 'denied' : 'failed', started, eventErrorOf(error)),
    );
  }
}

async function advance(
  context: RunContext,
  plan: Plan,
  planned: PlanStep,
  proposed: boolean,
  started: number,
): Promise<void> {
  const { journal, parts } = context;
  const tool = writeTool(context, planned);
  const interrupted = journal.state.operations.get(planned.id);
  if (interrupted !== undefined) return recover(context, tool, planned, interrupted, started);

  const asked = [...journal.state.approvals.values()].findLast(({ approval }) => approval.step === planned.id);
  if (asked?.decision === 'reject' || asked?.decision === 'expired') {
    const why = asked.decision === 'reject' ? `${asked.by ?? 'somebody'} rejected it` : 'nobody approved it in time';
    await journal.append(
      finished(context, planned, 'denied', started, {
        code: 'denied',
        message: asked.reason === undefined ? why : `${why}: ${asked.reason}`,
      }),
    );
    return;
  }
  if (asked?.decision === undefined) {
    context.budget.takeStep();
    await journal.append({
      type: 'step-started',
      step: planned.id,
      tool: planned.tool,
      worker: planned.worker,
      arguments: planned.arguments,
    });
  }
  const admitted =
    asked?.decision === 'approve'
      ? { ...planned, arguments: asked.approval.bytes.arguments }
      : await admit(context, planned);
  parts.tools.check(tool, admitted.arguments);
  const preview = await withDeadline(context, `the preview of "${planned.id}"`, (signal) =>
    tool.preview(admitted.arguments, toolContext(context, planned.id, signal)),
  );
  const decision = guard(
    { step: admitted, caller: context.caller, plan, preview, proposed },
    parts.rules(),
    parts.guard,
  );
  if (decision.decision === 'deny') {
    const { rules, reasons } = decision;
    await journal.append(
      { type: 'guard-decided', step: planned.id, decision: 'deny', rules, reasons },
      finished(context, planned, 'denied', started, {
        code: 'denied',
        message: reasons.join('; ') || 'a rule denies this',
      }),
    );
    return;
  }
  if (asked?.decision === 'approve') {
    requireSameBytes(context, tool, asked.approval, preview);
    return execute(context, tool, admitted, asked.approval.id, asked.approval, started);
  }
  const { rules, reasons } = decision;
  const guarded: RunEventDraft = {
    type: 'guard-decided',
    step: planned.id,
    decision: decision.decision,
    rules,
    reasons,
  };
  if (decision.decision === 'allow') {
    await journal.append(guarded);
    return execute(context, tool, admitted, randomUUID(), undefined, started);
  }
  await journal.append(guarded, {
    type: 'approval-required',
    approval: approvalOf(context, tool, admitted, preview, decision),
  });
}

function approvalOf(
  { caller, parts }: RunContext,
  tool: WriteTool,
  step: PlanStep,
  preview: Preview,
  decision: GuardDecision,
): Approval {
  const { operation, target, parameters } = tool.operation(step.arguments);
  const bytes: ApprovedBytes = {
    tool: tool.name,
    operation,
    target,
    parameters,
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
 * What is about to be sent must be what was approved: the stored bytes still have their hash, they are this caller's, the
 * tool makes the same operation of them, and the object still looks as it did on the approval's screen.
 */
function requireSameBytes({ caller, parts }: RunContext, tool: WriteTool, approval: Approval, preview: Preview): void {
  const { bytes } = approval;
  const { operation, target, parameters } = tool.operation(bytes.arguments);
  const made: ApprovedBytes = {
    ...bytes,
    tool: tool.name,
    operation,
    target,
    parameters,
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
  const moved = (preview.resourceVersion ?? null) !== bytes.resourceVersion;
  if (moved && JSON.stringify(preview.changes) !== JSON.stringify(approval.changes)) {
    throw new HexaopsError('approval-mismatch', `${bytes.target} has changed since it was approved`, {
      nextStep: 'look at it, and ask for the change again',
    });
  }
}

function writeTool({ parts }: RunContext, step: PlanStep): WriteTool {
  const tool = parts.tools.get(step.tool);
  if (tool.effect !== 'write') throw new HexaopsError('internal', `the tool "${step.tool}" is no write`);
  return tool;
}

function finished(
  { parts }: RunContext,
  step: PlanStep,
  status: 'failed' | 'denied',
  started: number,
  error: EventError,
): RunEventDraft {
  return { type: 'step-finished', step: step.id, status, milliseconds: parts.now() - started, error, unavailable: [] };
}
