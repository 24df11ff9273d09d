import { randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import { HexaopsError } from '../errors.ts';
import type { Preview, WriteTool } from '../extension/tool.ts';
import { guard, type GuardDecision } from '../guard/guard.ts';
import { admit, admitAgain } from './admission.ts';
import { approvalOf, type AskedApproval, operationOf, requireApproved } from './approval-check.ts';
import { boundPreview } from './bound-result.ts';
import type { EventError, OperationIntent, RunEventDraft } from './events.ts';
import { execute, recover } from './operation.ts';
import { permissionHasChanged } from './permission.ts';
import type { Plan, PlanStep } from './plan.ts';
import {
  eventErrorOf,
  lettingGo,
  NeedsReauthentication,
  requireFreshToken,
  type RunContext,
  toolContext,
  withDeadline,
} from './run-context.ts';

/**
 * Takes one write as far as it can go now: to its approval, where the run then suspends, or through it to the effect.
 * The order is fixed: `toolCall` waterfall, validation, preview, guard, approval hash, execution; nothing runs between the
 * guard and the call. Raises `NeedsReauthentication`, and what has stopped the journal.
 */
export async function runWriteStep(
  context: RunContext,
  plan: Plan,
  planned: PlanStep,
  proposed: boolean,
): Promise<void> {
  requireFreshToken(context);
  const { journal, parts, signal } = context;
  const started = parts.now();
  try {
    await advance(context, plan, planned, proposed, started);
  } catch (error) {
    if (error instanceof NeedsReauthentication || journal.failure !== undefined) throw error;
    if (HexaopsError.is(error, 'reauthentication-required')) throw new NeedsReauthentication('token-expired');
    const operation = journal.state.operations.get(planned.id);
    if (signal.reason === lettingGo || (signal.aborted && operation === undefined)) throw error;
    if (await permissionHasChanged(context, planned.tool, error)) throw new NeedsReauthentication('permission-changed');
    const { idempotencyKey } = operation?.intent ?? {};
    const isOpen = idempotencyKey !== undefined && operation?.outcome === undefined;
    const said = eventErrorOf(error);
    // Whatever failed after the intent, nobody knows of an effect: then that is what is said.
    const outcome: RunEventDraft[] = isOpen
      ? [
          {
            type: 'operation-finished',
            step: planned.id,
            idempotencyKey,
            outcome: 'unknown',
            message: `whether it was done is not known: ${said.message}`,
          },
        ]
      : [];
    const isDenied = HexaopsError.is(error, 'denied') || HexaopsError.is(error, 'read-only');
    const status = isDenied && !isOpen ? 'denied' : 'failed';
    await journal.append(...outcome, finished(context, planned, status, started, said));
  }
}

async function advance(
  context: RunContext,
  plan: Plan,
  planned: PlanStep,
  proposed: boolean,
  started: number,
): Promise<void> {
  const { journal } = context;
  const tool = writeTool(context, planned);
  const asked = [...journal.state.approvals.values()].findLast(({ approval }) => approval.step === planned.id);
  const interrupted = journal.state.operations.get(planned.id);
  if (interrupted !== undefined) {
    const { intent } = interrupted;
    const values = intent.arguments ?? asked?.approval.bytes.arguments ?? planned.arguments;
    const step: PlanStep = { ...planned, arguments: values };
    const check = () => requireIntended(context, plan, tool, step, proposed, intent, asked);
    return recover(context, { tool, step, started }, intent, check);
  }
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
  const approved = asked?.decision === 'approve' ? asked : undefined;
  if (approved === undefined) {
    context.budget.takeStep();
    const { id, tool: name, worker, arguments: values } = planned;
    await journal.append({ type: 'step-started', step: id, tool: name, worker, arguments: values });
  }
  const step =
    approved === undefined
      ? await admit(context, planned)
      : await admitAgain(context, { ...planned, arguments: approved.approval.bytes.arguments });
  const { preview, decision } = await judge(context, plan, tool, step, proposed);
  const { rules, reasons } = decision;
  const guarded: RunEventDraft = {
    type: 'guard-decided',
    step: planned.id,
    decision: decision.decision,
    rules,
    reasons,
  };
  if (decision.decision === 'deny') {
    const error = { code: 'denied', message: reasonOf(decision) };
    await journal.append(guarded, finished(context, planned, 'denied', started, error));
    return;
  }
  const write = { tool, step, started };
  if (approved !== undefined) {
    requireApproved(context, tool, approved, preview, decision);
    const { id } = approved.approval;
    return execute(context, write, { idempotencyKey: id, approval: id, ...operationOf(tool, step.arguments) });
  }
  if (decision.decision === 'allow') {
    await journal.append(guarded);
    const operation = operationOf(tool, step.arguments);
    return execute(context, write, { idempotencyKey: randomUUID(), approval: null, ...operation });
  }
  await journal.append(guarded, {
    type: 'approval-required',
    approval: approvalOf(context, tool, step, preview, decision),
  });
}

interface Judgement {
  readonly preview: Preview;
  readonly decision: GuardDecision;
}

async function judge(
  context: RunContext,
  plan: Plan,
  tool: WriteTool,
  step: PlanStep,
  proposed: boolean,
): Promise<Judgement> {
  const preview = await withDeadline(context, `the preview of "${step.id}"`, async (signal) =>
    boundPreview(await tool.preview(step.arguments, toolContext(context, step.id, signal))),
  );
  const { parts, caller } = context;
  return { preview, decision: guard({ step, caller, plan, preview, proposed }, parts.rules(), parts.guard) };
}

/**
 * Before an interrupted operation is sent again, all is asked again that was asked before it was sent: what was intended is
 * still what the step makes, and it may still be done. Raises `denied`, `approval-mismatch`, `approval-expired`.
 */
async function requireIntended(
  context: RunContext,
  plan: Plan,
  tool: WriteTool,
  planned: PlanStep,
  proposed: boolean,
  { idempotencyKey, approval, operation, target, parameters }: OperationIntent,
  asked: AskedApproval | undefined,
): Promise<void> {
  const step = await admitAgain(context, planned);
  const { preview, decision } = await judge(context, plan, tool, step, proposed);
  if (decision.decision === 'deny') throw new HexaopsError('denied', reasonOf(decision));
  const isSame = canonicalize({ operation, target, parameters }) === canonicalize(operationOf(tool, step.arguments));
  const isApproved = asked?.decision === 'approve' && asked.approval.id === approval && approval === idempotencyKey;
  if (!isSame || (approval !== null && !isApproved)) {
    throw new HexaopsError('approval-mismatch', 'what would be sent again is not what was intended', {
      nextStep: 'ask for the change again',
    });
  }
  if (approval !== null && asked !== undefined) {
    if (canonicalize(step.arguments) !== canonicalize(asked.approval.bytes.arguments))
      throw new HexaopsError('approval-mismatch', 'what would be sent again is not what was approved');
    return requireApproved(context, tool, asked, preview, decision);
  }
  if (decision.decision !== 'allow') throw new HexaopsError('denied', reasonOf(decision));
}

function reasonOf({ reasons }: GuardDecision): string {
  return reasons.join('; ') || 'a rule denies this';
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
