import { randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import { HexaopsError } from '../errors.ts';
import type { Inverse, WriteTool } from '../extension/tool.ts';
import { guard, type GuardDecision, type RecentOperations } from '../guard/guard.ts';
import { admit, admitAgain } from './admission.ts';
import { outcomeOf } from './audit.ts';
import {
  approvalOf,
  type AskedApproval,
  type Judged,
  operationOf,
  present,
  requireApproved,
} from './approval-check.ts';
import { requireApproverAsBefore } from './approver.ts';
import { boundPreview } from './bound-result.ts';
import { cutText } from './cut-text.ts';
import { withinTime } from './deadline.ts';
import type { OperationIntent, RunEventDraft } from './events.ts';
import { execute, recover } from './operation.ts';
import { permissionHasChanged } from './permission.ts';
import { plainCopy } from './plain.ts';
import type { Plan, PlanStep } from './plan.ts';
import { countOperation, recentOperations, withoutOne } from './recent-operations.ts';
import {
  eventErrorOf,
  lettingGo,
  NeedsReauthentication,
  requireFreshToken,
  type RunContext,
  toolContext,
  withDeadline,
} from './run-context.ts';
import { rulesOf } from './tried-rules.ts';
import { finished, foundUnchanged } from './write-end.ts';

/**
 * Takes one write as far as it can go now: to its approval, where the run then suspends, or through it to the effect.
 * The order is fixed: `toolCall` waterfall, validation, preview, guard, approval hash, execution; nothing runs between the
 * guard and the call. What would change nothing, and is not denied, ends there: nobody is asked, and nothing is sent. Raises
 * `NeedsReauthentication`, and what has stopped the journal.
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
    const said = eventErrorOf(error);
    if (operation !== undefined && operation.outcome === undefined) {
      // Whatever failed after the intent, nobody knows of an effect: then that is what is said.
      const { intent } = operation;
      await journal.record(
        outcomeOf(context, intent, { outcome: 'unknown', error: said }),
        {
          type: 'operation-finished',
          step: planned.id,
          idempotencyKey: intent.idempotencyKey,
          outcome: 'unknown',
          message: `whether it was done is not known: ${said.message}`,
        },
        finished(context, planned, 'failed', started, said),
      );
      return;
    }
    const isDenied = HexaopsError.is(error, 'denied') || HexaopsError.is(error, 'read-only');
    await journal.append(finished(context, planned, isDenied ? 'denied' : 'failed', started, said));
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
  if (interrupted?.outcome !== undefined) {
    const error = { code: 'operation-failed', message: interrupted.message };
    await journal.append(finished(context, planned, 'failed', started, error));
    return;
  }
  if (interrupted !== undefined) {
    const { intent } = interrupted;
    const values = intent.arguments ?? asked?.approval.bytes.arguments ?? planned.arguments;
    const step: PlanStep = { ...planned, arguments: values };
    const check = () => requireIntended(context, { plan, tool, step, proposed }, intent, asked);
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
  const { target } = operationOf(tool, step.arguments);
  const subject: Subject = { plan, tool, step, proposed };
  const judged = await judge(context, subject, await recentOperations(context, target));
  if (judged.decision.decision === 'deny') return denied(context, judged, started);
  if (judged.preview.unchanged === true)
    return journal.append(foundUnchanged(context, step, judged.preview.summary, started));
  if (approved !== undefined || judged.decision.decision === 'allow') {
    const final = await carryOut(context, subject, judged, approved, started);
    if (final === undefined) return;
    if (final.decision.decision === 'deny') return denied(context, final, started);
    return askFor(context, final, started);
  }
  return askFor(context, judged, started);
}

/** What is judged. */
type Subject = Pick<Judged, 'plan' | 'tool' | 'step'> & { readonly proposed: boolean };

/**
 * Counts the operation, judges it for the last time, and sends it. Where the rules no longer let it through for what was
 * counted meanwhile nothing is sent, and the new judgement given. Raises `approval-mismatch`, `approval-expired`.
 */
async function carryOut(
  context: RunContext,
  subject: Subject,
  judged: Judged,
  approved: AskedApproval | undefined,
  started: number,
): Promise<Judged | undefined> {
  const { tool, step } = subject;
  const operation = operationOf(tool, step.arguments);
  if (approved !== undefined) await requireApproverAsBefore(context, approved);
  const counted = await countOperation(context, operation.target);
  try {
    const final: Judged = { ...judged, decision: decide(context, subject, judged, counted.recent) };
    const { decision } = final;
    if (decision.decision === 'deny' || (approved === undefined && decision.decision !== 'allow')) return final;
    if (approved === undefined) await context.journal.append(guarded(final));
    else requireApproved(context, final, approved, present(context));
    const id = approved?.approval.id;
    const inverse = inverseOf(context, final);
    await execute(
      context,
      { tool, step, started },
      {
        idempotencyKey: id ?? randomUUID(),
        approval: id ?? null,
        ...operation,
        ...(inverse === undefined ? {} : { inverse }),
      },
    );
    return undefined;
  } finally {
    if (context.journal.state.operations.get(step.id) === undefined) await counted.release();
  }
}

async function askFor(context: RunContext, judged: Judged, started: number): Promise<void> {
  const { journal } = context;
  const dryRun = await tryOut(context, judged);
  const approval = approvalOf(context, judged, dryRun);
  const asked: readonly RunEventDraft[] = [guarded(judged), { type: 'approval-required', approval }];
  if (journal.state.changes !== 'tried') return journal.append(...asked);
  // Shown like what waits for an approval, and over in the same moment: there is none in which it could be given.
  const message = `this was a dry run, which changes nothing: ${approval.summary}`;
  return journal.append(
    ...asked,
    { type: 'approval-decided', approval: approval.id, decision: 'expired', by: 'the dry run' },
    { type: 'run-resumed', subject: journal.state.subject },
    finished(context, judged.step, 'denied', started, { code: 'denied', message }),
  );
}

/** What the control plane says of the operation without doing it; null where it cannot say. What it refuses nobody is asked to approve. */
async function tryOut(context: RunContext, { tool, step }: Judged): Promise<string | null> {
  const { controlPlane } = context.parts;
  if (controlPlane?.dryRun === undefined) return null;
  requireFreshToken(context);
  const tried = await withDeadline(context, `the dry run of "${step.id}"`, async (signal) =>
    controlPlane.dryRun?.(context.caller, operationOf(tool, step.arguments), { signal }),
  );
  return tried === undefined ? null : cutText(plainCopy(tried.message));
}

async function denied(context: RunContext, judged: Judged, started: number): Promise<void> {
  const error = { code: 'denied', message: reasonOf(judged.decision) };
  await context.journal.append(guarded(judged), finished(context, judged.step, 'denied', started, error));
}

function guarded({ step, decision: { decision, rules, reasons } }: Judged): RunEventDraft {
  return { type: 'guard-decided', step: step.id, decision, rules, reasons };
}

/** What would take the change back, where the tool knows; a mistake of the tool in it stops nothing. */
function inverseOf({ parts }: RunContext, { tool, step, preview }: Judged): Inverse | undefined {
  try {
    const inverse = plainCopy(tool.inverse?.(step.arguments, preview));
    if (inverse === undefined || parts.tools.get(inverse.tool).effect !== 'write') return undefined;
    parts.tools.check(parts.tools.get(inverse.tool), inverse.arguments);
    return inverse;
  } catch {
    return undefined;
  }
}

async function judge(context: RunContext, subject: Subject, recent: RecentOperations): Promise<Judged> {
  const { plan, tool, step } = subject;
  // Where nobody answers a change is refused soon, rather than waited for like a read.
  const { changeMilliseconds, stepMilliseconds } = context.budget.limits;
  const milliseconds = Math.min(changeMilliseconds, stepMilliseconds);
  const preview = await withinTime(`the preview of "${step.id}"`, milliseconds, context.signal, async (signal) =>
    boundPreview(await tool.preview(step.arguments, toolContext(context, step.id, signal))),
  );
  return { plan, tool, step, preview, decision: decide(context, subject, { preview }, recent) };
}

/** What the rules say and, where the request wants more than they, that. */
function decide(context: RunContext, ...what: Ruling): GuardDecision {
  const decision = ruled(context, ...what);
  if (context.journal.state.changes === undefined || decision.decision !== 'allow') return decision;
  const reasons = [...decision.reasons, 'the request wants every change to be approved'];
  return { ...decision, decision: 'require-approval', reasons };
}

type Ruling = [subject: Subject, judged: Pick<Judged, 'preview'>, recent: RecentOperations];

function ruled(context: RunContext, ...[{ plan, tool, step, proposed }, { preview }, recent]: Ruling): GuardDecision {
  const { caller, parts } = context;
  const operation = operationOf(tool, step.arguments);
  return guard({ step, caller, plan, operation, preview, proposed, recent }, rulesOf(context, step.id), parts.guard);
}

/**
 * Before an interrupted operation is sent again, all is asked again that was asked before it was sent: what was intended is
 * still what the step makes, and it may still be done. Raises `denied`, `approval-mismatch`, `approval-expired`.
 */
async function requireIntended(
  context: RunContext,
  { step: planned, ...rest }: Subject,
  { idempotencyKey, approval, operation, target, parameters }: OperationIntent,
  asked: AskedApproval | undefined,
): Promise<void> {
  const step = await admitAgain(context, planned);
  const recent = withoutOne(await recentOperations(context, target));
  const judged = await judge(context, { ...rest, step }, recent);
  const { decision } = judged;
  if (decision.decision === 'deny') throw new HexaopsError('denied', reasonOf(decision));
  const made = operationOf(rest.tool, step.arguments);
  const isSame = canonicalize({ operation, target, parameters }) === canonicalize(made);
  const isApproved = asked?.decision === 'approve' && asked.approval.id === approval && approval === idempotencyKey;
  if (!isSame || (approval !== null && !isApproved)) {
    throw new HexaopsError('approval-mismatch', 'what would be sent again is not what was intended', {
      nextStep: 'ask for the change again',
    });
  }
  if (approval !== null && asked !== undefined) {
    if (canonicalize(step.arguments) !== canonicalize(asked.approval.bytes.arguments))
      throw new HexaopsError('approval-mismatch', 'what would be sent again is not what was approved');
    await requireApproverAsBefore(context, asked);
    return requireApproved(context, judged, asked, present(context));
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
