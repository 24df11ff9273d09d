import { HexaopsError } from '../errors.ts';
import type { AuditEntry } from '../extension/audit.ts';
import type { ControlPlane, Operation, OperationOutcome } from '../extension/control-plane.ts';
import type { Verification, WriteTool } from '../extension/tool.ts';
import type { Approval } from './approval.ts';
import type { OperationIntent, RunEventDraft } from './events.ts';
import type { PlanStep } from './plan.ts';
import { keepEvidence } from './read-step.ts';
import { eventErrorOf, requireFreshToken, type RunContext, toolContext, withDeadline } from './run-context.ts';
import type { OperationState } from './state.ts';

/**
 * Sends one operation that guard and approval have let through: the intent is written first, in the run and in every audit
 * sink; a sink that fails stops it. Then the state is read back, and only what was seen is said.
 */
export async function execute(
  context: RunContext,
  tool: WriteTool,
  step: PlanStep,
  idempotencyKey: string,
  approval: Approval | undefined,
  started: number,
): Promise<void> {
  const operation = tool.operation(step.arguments);
  const intent: OperationIntent = { step: step.id, idempotencyKey, approval: approval?.id ?? null, ...operation };
  requireControlPlane(context);
  requireFreshToken(context);
  await record(context, intent, 'intent', {});
  await context.journal.append({ type: 'operation-intended', intent });
  await send(context, tool, step, intent, started);
}

/** Goes on after an interruption between intent and outcome: reads first; acts again, under the same key, only if nothing is there. */
export async function recover(
  context: RunContext,
  tool: WriteTool,
  step: PlanStep,
  { intent }: OperationState,
  started: number,
): Promise<void> {
  const seen = await verify(context, tool, step, undefined);
  if (seen.state === 'applied') return conclude(context, step, intent, seen, 'applied', started);
  if (seen.state === 'unknown') return conclude(context, step, intent, seen, 'unknown', started);
  requireFreshToken(context);
  await send(context, tool, step, intent, started);
}

async function send(
  context: RunContext,
  tool: WriteTool,
  step: PlanStep,
  intent: OperationIntent,
  started: number,
): Promise<void> {
  const { operation, target, parameters, idempotencyKey } = intent;
  let outcome: OperationOutcome | undefined;
  try {
    outcome = await perform(context, { operation, target, parameters }, idempotencyKey);
  } catch (error) {
    if (HexaopsError.is(error, 'reauthentication-required')) throw error;
    if (!outcomeIsUnknown(error)) {
      await record(context, intent, 'outcome', { outcome: 'not-applied', error: eventErrorOf(error) });
      await context.journal.append({
        type: 'operation-finished',
        step: step.id,
        idempotencyKey,
        outcome: 'not-applied',
        message: eventErrorOf(error).message,
      });
      throw error;
    }
  }
  const seen = await verify(context, tool, step, outcome);
  const state = outcome === undefined ? seen.state : seen.state === 'unknown' ? 'applied' : seen.state;
  await conclude(context, step, intent, seen, state, started);
}

/** The effect itself is never cut off by a cancelled run: from here on the outcome is waited for, within the step's deadline. */
function perform(
  { parts, caller, budget }: RunContext,
  operation: Operation,
  idempotencyKey: string,
): Promise<OperationOutcome> {
  const signal = AbortSignal.timeout(budget.limits.stepMilliseconds);
  return controlPlaneOf(parts.controlPlane).perform(caller, operation, { idempotencyKey, signal });
}

async function conclude(
  context: RunContext,
  step: PlanStep,
  intent: OperationIntent,
  seen: Verification,
  outcome: 'applied' | 'not-applied' | 'unknown',
  started: number,
): Promise<void> {
  const { journal, parts } = context;
  const { drafts } = keepEvidence(context, step.id, seen.evidence);
  await record(context, intent, 'outcome', { outcome });
  const status = outcome === 'applied' ? 'succeeded' : 'failed';
  const error =
    outcome === 'applied'
      ? {}
      : {
          error: {
            code: outcome === 'unknown' ? 'operation-outcome-unknown' : 'operation-failed',
            message: seen.summary,
          },
        };
  const end: RunEventDraft = {
    type: 'step-finished',
    step: step.id,
    status,
    milliseconds: parts.now() - started,
    unavailable: [],
    ...error,
  };
  await journal.append(
    ...drafts,
    {
      type: 'operation-finished',
      step: step.id,
      idempotencyKey: intent.idempotencyKey,
      outcome,
      message: seen.summary,
    },
    end,
  );
}

/** A read-back that fails leaves the outcome unknown; it never turns a sent operation into an error of its own. */
async function verify(
  context: RunContext,
  tool: WriteTool,
  step: PlanStep,
  outcome: OperationOutcome | undefined,
): Promise<Verification> {
  try {
    return await withDeadline(context, `the reading back of "${step.id}"`, (signal) =>
      tool.verify(step.arguments, toolContext(context, step.id, signal), outcome),
    );
  } catch (error) {
    if (outcome === undefined && HexaopsError.is(error, 'reauthentication-required')) throw error;
    const what =
      outcome === undefined ? 'whether it was done is not known' : `the control plane answered "${outcome.message}"`;
    return {
      state: 'unknown',
      summary: `${what}; reading it back failed: ${eventErrorOf(error).message}`,
      evidence: [],
    };
  }
}

function outcomeIsUnknown(error: unknown): boolean {
  return (
    !HexaopsError.is(error) ||
    error.code === 'operation-outcome-unknown' ||
    error.code === 'deadline-exceeded' ||
    error.code === 'cancelled'
  );
}

async function record(
  { parts, caller, journal }: RunContext,
  intent: OperationIntent,
  phase: AuditEntry['phase'],
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const entry: AuditEntry = {
    id: `${intent.idempotencyKey}:${phase}`,
    timestamp: new Date(parts.now()).toISOString(),
    phase,
    run: journal.identity.run,
    subject: caller.subject,
    organizations: caller.organizations,
    workspace: caller.workspace,
    eventType: intent.operation,
    resource: intent.target,
    details: { parameters: intent.parameters, approval: intent.approval, ...details },
    initiatedBy: 'AIOpsAgent',
  };
  for (const sink of parts.auditSinks) await sink.record(entry);
}

function requireControlPlane({ parts }: RunContext): void {
  controlPlaneOf(parts.controlPlane);
}

function controlPlaneOf(controlPlane: ControlPlane | undefined): ControlPlane {
  if (controlPlane !== undefined) return controlPlane;
  throw new HexaopsError('read-only', 'there is no control plane here, and nothing else can change anything', {
    nextStep: 'configure the plugin @hexaops/control-plane',
  });
}
