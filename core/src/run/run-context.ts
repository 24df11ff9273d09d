import type { Caller } from '../caller.ts';
import type { EngineParts } from '../engine/parts.ts';
import { HexaopsError, messageOf } from '../errors.ts';
import type { ToolContext } from '../extension/tool.ts';
import type { HookContext, ToolCall } from '../hooks/hooks.ts';
import type { Budget } from './budget.ts';
import { withinTime } from './deadline.ts';
import type { EventError } from './events.ts';
import type { RunJournal } from './journal.ts';
import type { PlanStep } from './plan.ts';
import type { Redactor } from './redactor.ts';
import { rulesOf } from './tried-rules.ts';

/** One run while it is worked on in this process, on behalf of one request's caller. Never stored. */
export interface RunContext {
  readonly parts: EngineParts;
  readonly journal: RunJournal;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly budget: Budget;
  /** Takes the caller's token out of what is written down elsewhere than in events. */
  readonly redact: Redactor;
  /** What models were sent, by what it was before it was cleaned. */
  readonly cleanTexts: Map<string, string>;
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
    rules: rulesOf(context, step),
    now: () => parts.now(),
  };
}

/** Why a run stops when the engine does: its last event stays as it is. */
export const lettingGo = Symbol('the engine is shutting down');

/**
 * Does the work with a deadline of one step, or of as many milliseconds as are told where those are fewer; raises
 * `deadline-exceeded` or `cancelled` rather than a bare abort.
 */
export function withDeadline<T>(
  { budget, signal }: RunContext,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  milliseconds = Infinity,
): Promise<T> {
  return withinTime(what, Math.min(budget.limits.stepMilliseconds, milliseconds), signal, work);
}

/**
 * The same for what follows an effect: it is not cut off when the run is cancelled, or nobody would know what happened.
 * It ends by its deadline alone.
 */
export function withDeadlineAlone<T>(
  { budget }: RunContext,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withinTime(what, budget.limits.stepMilliseconds, undefined, work);
}

/** The call as hooks see it. */
export function callOf(step: PlanStep): ToolCall {
  return { step: step.id, tool: step.tool, effect: step.effect, arguments: step.arguments };
}

/** What an event may say of an error. */
export function eventErrorOf(error: unknown): EventError {
  if (!HexaopsError.is(error)) return { code: 'tool-failed', message: shortened(textOf(error)) };
  const { code, message, nextStep } = error;
  return { code, message: shortened(message), ...(nextStep === undefined ? {} : { nextStep: shortened(nextStep) }) };
}

/** Anything can be thrown, also what has no text. */
function textOf(error: unknown): string {
  try {
    return messageOf(error);
  } catch {
    return 'something was thrown that is no error';
  }
}

/** Characters that an error may fill of an event. */
const longestMessage = 2_000;

function shortened(text: string): string {
  return text.length <= longestMessage ? text : `${text.slice(0, longestMessage)}...`;
}
