import type { Caller } from '../caller.ts';
import type { EngineParts } from '../engine/parts.ts';
import { HexaopsError, messageOf } from '../errors.ts';
import type { ToolContext } from '../extension/tool.ts';
import type { HookContext, ToolCall } from '../hooks/hooks.ts';
import type { Budget } from './budget.ts';
import type { EventError } from './events.ts';
import type { RunJournal } from './journal.ts';
import type { PlanStep } from './plan.ts';

/** One run while it is worked on in this process, on behalf of one request's caller. Never stored. */
export interface RunContext {
  readonly parts: EngineParts;
  readonly journal: RunJournal;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly budget: Budget;
  /** `e1`, `e2`, ...: unique in the run also while steps run side by side. */
  nextEvidenceId(): string;
  readonly hookContext: HookContext;
}

/** Thrown to stop working until the client comes back with a fresh token. */
export class NeedsReauthentication extends Error {
  readonly reason: 'token-expired' | 'permission-changed';

  constructor(reason: 'token-expired' | 'permission-changed') {
    super(reason);
    this.reason = reason;
  }
}

/** Raises where the token has run out: nothing is called with it, and nothing is lost. */
export function requireFreshToken({ caller, parts }: RunContext): void {
  if (caller.token?.isExpired(parts.now()) === true) throw new NeedsReauthentication('token-expired');
}

export function toolContext(context: RunContext, step: string, signal: AbortSignal): ToolContext {
  const { journal, caller, budget, parts } = context;
  return {
    run: journal.identity.run,
    step,
    caller,
    signal,
    byteCap: budget.evidenceBytesLeft,
    rules: parts.rules(),
    now: () => parts.now(),
  };
}

/** Does the work with a deadline of one step; raises `deadline-exceeded` or `cancelled` rather than a bare abort. */
export async function withDeadline<T>(
  context: RunContext,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const milliseconds = context.budget.limits.stepMilliseconds;
  const deadline = AbortSignal.timeout(milliseconds);
  const signal = AbortSignal.any([context.signal, deadline]);
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => {
    aborted.reject(
      context.signal.aborted
        ? new HexaopsError('cancelled', `${what} was cancelled`)
        : new HexaopsError('deadline-exceeded', `${what} took longer than ${milliseconds} ms`, {
            nextStep: 'ask about one namespace or one object, or raise budget.stepMilliseconds',
          }),
    );
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(signal), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    aborted.promise.catch(() => undefined);
  }
}

/** The call as hooks see it. */
export function callOf(step: PlanStep): ToolCall {
  return { step: step.id, tool: step.tool, effect: step.effect, arguments: step.arguments };
}

/**
 * The first half of every call, in the fixed order: `toolCall` waterfall, validation, `authorize`, `beforeStep`. Gives the
 * step with the arguments that will really be used. Raises `denied`, `arguments-invalid`.
 */
export function admit(context: RunContext, step: PlanStep): Promise<PlanStep> {
  return withDeadline(context, `the admission of "${step.id}"`, () => admitted(context, step));
}

async function admitted({ parts, hookContext }: RunContext, step: PlanStep): Promise<PlanStep> {
  const changed = await parts.hooks.toolCall.promise(callOf(step), hookContext);
  const final: PlanStep = { ...step, arguments: changed.arguments };
  parts.tools.check(parts.tools.get(step.tool), final.arguments);
  for (const hook of [parts.hooks.authorize, parts.hooks.beforeStep]) {
    const denial = await hook
      .promise(callOf(final), hookContext)
      .catch((error: unknown) => ({ reason: messageOf(error) }));
    if (denial !== undefined) throw new HexaopsError('denied', denial.reason);
  }
  return final;
}

/** What an event may say of an error. */
export function eventErrorOf(error: unknown): EventError {
  if (!HexaopsError.is(error)) return { code: 'tool-failed', message: messageOf(error) };
  const { code, message, nextStep } = error;
  return { code, message, ...(nextStep === undefined ? {} : { nextStep }) };
}
