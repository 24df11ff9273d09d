import { HexaopsError } from '../errors.ts';
import type { ControlPlane, OperationOutcome } from '../extension/control-plane.ts';
import type { Verification, WriteTool } from '../extension/tool.ts';
import { intentOf, outcomeOf } from './audit.ts';
import { boundPieces } from './bound-pieces.ts';
import { cutText } from './cut-text.ts';
import type { OperationIntent, RunEventDraft } from './events.ts';
import { howToAsk } from './how-to-ask.ts';
import { permissionHasChanged } from './permission.ts';
import { plainCopy } from './plain.ts';
import type { PlanStep } from './plan.ts';
import { keepEvidence } from './read-step.ts';
import {
  eventErrorOf,
  lettingGo,
  NeedsReauthentication,
  requireFreshToken,
  type RunContext,
  toolContext,
  withDeadlineAlone,
} from './run-context.ts';

/** A write step with the arguments that were admitted. */
export interface Write {
  readonly tool: WriteTool;
  readonly step: PlanStep;
  /** Milliseconds since the epoch. */
  readonly started: number;
}

type Outcome = Verification['state'];

/**
 * Sends one operation that guard and approval have let through: the intent is durable first, in the run and in the audit
 * outbox at once; what cannot be recorded is not done. Then the state is read back, and only what was seen is said.
 */
export async function execute(
  context: RunContext,
  write: Write,
  operation: Omit<OperationIntent, 'step' | 'arguments'>,
): Promise<void> {
  const { step } = write;
  const intent: OperationIntent = { ...operation, step: step.id, arguments: step.arguments };
  controlPlaneOf(context);
  requireFreshToken(context);
  context.signal.throwIfAborted();
  await context.journal.record(intentOf(context, intent), { type: 'operation-intended', intent });
  await send(context, write, intent);
}

/**
 * Goes on after an interruption between intent and outcome: reads first; acts again, under the same key, only if nothing is
 * there, and only if `check` raises nothing: what was let through then must be let through now.
 */
export async function recover(
  context: RunContext,
  write: Write,
  intent: OperationIntent,
  check: () => Promise<void>,
): Promise<void> {
  const seen = await verify(context, write, undefined);
  if (seen.state !== 'not-applied') return conclude(context, write, intent, seen, seen.state);
  if (context.signal.reason === lettingGo) throw new HexaopsError('cancelled', 'the engine is shutting down');
  if (context.signal.aborted) return conclude(context, write, intent, seen, 'not-applied');
  try {
    requireFreshToken(context);
    controlPlaneOf(context);
    await check();
  } catch (error) {
    if (error instanceof NeedsReauthentication || HexaopsError.is(error, 'reauthentication-required')) throw error;
    const summary = `${seen.summary} It was not sent again: ${eventErrorOf(error).message}`;
    // Where the object has changed since, it may have been done, and undone by somebody.
    const outcome = HexaopsError.is(error, 'approval-mismatch') ? 'unknown' : 'not-applied';
    return conclude(context, write, intent, { ...seen, summary }, outcome);
  }
  await send(context, write, intent);
}

async function send(context: RunContext, write: Write, intent: OperationIntent): Promise<void> {
  const { idempotencyKey } = intent;
  let outcome: OperationOutcome | undefined;
  try {
    outcome = await perform(context, intent);
  } catch (error) {
    if (HexaopsError.is(error, 'reauthentication-required')) throw error;
    if (didNotHappen(error)) {
      // It stays open: with a fresh sign-in it is sent again, and what comes of that is its one outcome.
      if (await permissionHasChanged(context, write.step.tool, error))
        throw new NeedsReauthentication('permission-changed');
      const said = eventErrorOf(error);
      await context.journal.record(outcomeOf(context, intent, { outcome: 'not-applied', error: said }), {
        type: 'operation-finished',
        step: write.step.id,
        idempotencyKey,
        outcome: 'not-applied',
        message: said.message,
      });
      throw error;
    }
  }
  const seen = await verify(context, write, outcome);
  const state = outcome !== undefined && seen.state === 'unknown' ? 'applied' : seen.state;
  await conclude(context, write, intent, seen, state);
}

/** The effect itself is never cut off by a cancelled run: from here on the outcome is waited for, within the step's deadline. */
function perform(
  context: RunContext,
  { step, idempotencyKey, operation, target, parameters }: OperationIntent,
): Promise<OperationOutcome> {
  return withDeadlineAlone(context, `the operation of "${step}"`, (signal) =>
    controlPlaneOf(context).perform(context.caller, { operation, target, parameters }, { idempotencyKey, signal }),
  );
}

async function conclude(
  context: RunContext,
  { step, started }: Write,
  intent: OperationIntent,
  { summary, evidence, harm }: ReadBack,
  outcome: Outcome,
): Promise<void> {
  const { journal, parts } = context;
  const code = outcome === 'unknown' ? 'operation-outcome-unknown' : 'operation-failed';
  await journal.record(
    outcomeOf(context, intent, { outcome }),
    ...evidence,
    {
      type: 'operation-finished',
      step: step.id,
      idempotencyKey: intent.idempotencyKey,
      outcome,
      message: summary,
      ...(harm === undefined ? {} : { harm }),
    },
    {
      type: 'step-finished',
      step: step.id,
      status: outcome === 'applied' ? 'succeeded' : 'failed',
      milliseconds: parts.now() - started,
      unavailable: [],
      ...(outcome === 'applied' ? {} : { error: { code, message: summary } }),
    },
  );
}

interface ReadBack {
  readonly state: Outcome;
  readonly summary: string;
  readonly evidence: readonly RunEventDraft[];
  readonly harm?: string;
}

/**
 * A read-back that fails leaves the outcome unknown; it never turns a sent operation into an error of its own. A cancelled
 * run waits for it: what may have happened is looked at before the run ends.
 */
async function verify(
  context: RunContext,
  { tool, step }: Write,
  outcome: OperationOutcome | undefined,
): Promise<ReadBack> {
  try {
    return await withDeadlineAlone(context, `the reading back of "${step.id}"`, async (signal) => {
      const seen = await tool.verify(step.arguments, toolContext(context, step.id, signal), outcome);
      const { state, summary, evidence, harm } = plainCopy(seen);
      const { resultBytes } = context.budget.limits;
      return {
        state,
        summary: cutText(summary),
        evidence: keepEvidence(
          context,
          step.id,
          boundPieces(evidence, resultBytes, () => howToAsk(tool)),
        ).drafts,
        ...(harm === undefined ? {} : { harm: cutText(harm) }),
      };
    });
  } catch (error) {
    if (outcome === undefined && HexaopsError.is(error, 'reauthentication-required')) throw error;
    const what =
      outcome === undefined
        ? 'whether it was done is not known'
        : `the control plane answered "${cutText(outcome.message)}"`;
    return {
      state: 'unknown',
      summary: `${what}; reading it back failed: ${eventErrorOf(error).message}`,
      evidence: [],
    };
  }
}

/** Codes with which a control plane says that it has done nothing. After any other error the state is read back. */
const refusals: readonly HexaopsError['code'][] = [
  'arguments-invalid',
  'control-plane-refuses-token',
  'control-plane-unavailable',
  'denied',
  'forbidden',
  'input-invalid',
  'not-found',
  'not-implemented',
  'operation-failed',
  'read-only',
];

function didNotHappen(error: unknown): boolean {
  return HexaopsError.is(error) && refusals.includes(error.code);
}

function controlPlaneOf({ parts }: RunContext): ControlPlane {
  if (parts.controlPlane !== undefined) return parts.controlPlane;
  throw new HexaopsError('read-only', 'there is no control plane here, and nothing else can change anything', {
    nextStep: 'configure the plugin @hexaops/control-plane',
  });
}
