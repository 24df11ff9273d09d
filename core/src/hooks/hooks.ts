import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { AsyncParallelHook, AsyncSeriesBailHook, AsyncSeriesHook, AsyncSeriesWaterfallHook } from 'tapable';
import type { Caller } from '../caller.ts';
import type { AuthenticationRequest } from '../extension/authenticator.ts';
import type { ToolResult } from '../extension/tool.ts';
import type { RunEvent, RunEventDraft } from '../run/events.ts';
import type { Stage } from '../rules/index.ts';
import type { Finding } from '../run/finding.ts';
import type { Plan } from '../run/plan.ts';

/** What a tap learns of the run it is called in. The token is not among it. */
export interface HookContext {
  readonly run: string;
  readonly session: string;
  readonly caller: Omit<Caller, 'token'>;
  readonly signal: AbortSignal;
}

export interface ToolCall {
  readonly step: string;
  readonly tool: string;
  readonly effect: 'read' | 'write';
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface Denial {
  readonly reason: string;
}

export interface Task {
  readonly text: string;
  readonly namespaces: readonly string[];
}

export interface AnswerDraft {
  readonly text: string;
  readonly citations: readonly string[];
}

/** A call of a model that has ended: what was sent, cleaned, and what came. */
export interface ModelExchange {
  /** As it is written down next. */
  readonly record: Extract<RunEventDraft, { readonly type: 'model-called' }>;
  readonly prompt: LanguageModelV4CallOptions['prompt'];
  /** Undefined of a call that has failed. */
  readonly text: string | undefined;
  /** Why it stopped to write, in the words of the AI SDK: `stop`, `length`, `tool-calls`. Undefined where nothing came, or it is not told. */
  readonly finishReason?: string | undefined;
}

/** What a person thinks of a run. */
export interface Feedback {
  /** From 0, of no use, to 1. */
  readonly score: number;
  readonly comment?: string;
}

/** A run that was rated by whoever asked, with its events until then. */
export interface RatedRun {
  readonly run: string;
  readonly session: string;
  readonly events: readonly RunEvent[];
  readonly feedback: Feedback;
}

/** A run that was read back from the store, with its events until then: it may go on here. */
export interface RestoredRun {
  readonly run: string;
  readonly events: readonly RunEvent[];
}

/** Where a rule was tried: in a run, or, a rule of stage `trigger`, because of an alert, of which there is no run. */
export type TriedContext = Omit<HookContext, 'run' | 'session'> & Partial<Pick<HookContext, 'run' | 'session'>>;

/** A rule with `mode: dryRun` that would have fired. Nothing came of it. */
export interface TriedRule {
  readonly rule: string;
  readonly stage: Stage;
  /** What it would have done, by the names of its actions: `deny`, `finding`. */
  readonly would: readonly string[];
  /** Absent while there is no plan. */
  readonly step?: string;
}

/** A round of a background job that has failed. */
export interface JobFailure {
  readonly job: string;
  readonly error: unknown;
}

/** The places where plugins may join in. Bail hooks stop at the first value; waterfalls hand the value on. */
export interface Hooks {
  readonly authenticate: AsyncSeriesBailHook<[AuthenticationRequest, AbortSignal], Caller | undefined>;
  /** A denial ends the call; a tap that throws denies. */
  readonly authorize: AsyncSeriesBailHook<[ToolCall, HookContext], Denial | undefined>;
  readonly plan: AsyncSeriesBailHook<[Task, HookContext], Plan | undefined>;
  readonly beforeStep: AsyncSeriesBailHook<[ToolCall, HookContext], Denial | undefined>;
  readonly modelCall: AsyncSeriesWaterfallHook<[LanguageModelV4CallOptions, HookContext]>;
  /** Observers of calls of models; what they throw is theirs alone. */
  readonly modelCalled: AsyncParallelHook<[ModelExchange, HookContext]>;
  readonly toolCall: AsyncSeriesWaterfallHook<[ToolCall, HookContext]>;
  readonly toolResult: AsyncSeriesWaterfallHook<[ToolResult, ToolCall, HookContext]>;
  readonly finding: AsyncSeriesWaterfallHook<[Finding, HookContext]>;
  readonly answer: AsyncSeriesWaterfallHook<[AnswerDraft, HookContext]>;
  /** Observers; what they throw is theirs alone. */
  readonly runEvent: AsyncParallelHook<[RunEvent]>;
  /** Observers of what people think of their runs; what they throw is theirs alone. */
  readonly feedback: AsyncParallelHook<[RatedRun]>;
  /** Observers of background jobs; what they throw is theirs alone. */
  readonly jobFailed: AsyncParallelHook<[JobFailure]>;
  /** Observers, told before the run goes on; what they throw is theirs alone. */
  readonly runRestored: AsyncParallelHook<[RestoredRun]>;
  /** Observers of rules with `mode: dryRun` that would have fired; what they throw is theirs alone. */
  readonly ruleTried: AsyncParallelHook<[TriedRule, TriedContext]>;
  readonly ready: AsyncSeriesHook<[]>;
  readonly draining: AsyncParallelHook<[AbortSignal]>;
}

export type HookName = keyof Hooks;

export function createHooks(): Hooks {
  return Object.freeze({
    authenticate: new AsyncSeriesBailHook<[AuthenticationRequest, AbortSignal], Caller | undefined>([
      'request',
      'signal',
    ]),
    authorize: new AsyncSeriesBailHook<[ToolCall, HookContext], Denial | undefined>(['call', 'context']),
    plan: new AsyncSeriesBailHook<[Task, HookContext], Plan | undefined>(['task', 'context']),
    beforeStep: new AsyncSeriesBailHook<[ToolCall, HookContext], Denial | undefined>(['call', 'context']),
    modelCall: new AsyncSeriesWaterfallHook<[LanguageModelV4CallOptions, HookContext]>(['options', 'context']),
    modelCalled: new AsyncParallelHook<[ModelExchange, HookContext]>(['exchange', 'context']),
    toolCall: new AsyncSeriesWaterfallHook<[ToolCall, HookContext]>(['call', 'context']),
    toolResult: new AsyncSeriesWaterfallHook<[ToolResult, ToolCall, HookContext]>(['result', 'call', 'context']),
    finding: new AsyncSeriesWaterfallHook<[Finding, HookContext]>(['finding', 'context']),
    answer: new AsyncSeriesWaterfallHook<[AnswerDraft, HookContext]>(['answer', 'context']),
    runEvent: new AsyncParallelHook<[RunEvent]>(['event']),
    feedback: new AsyncParallelHook<[RatedRun]>(['rated']),
    jobFailed: new AsyncParallelHook<[JobFailure]>(['failure']),
    runRestored: new AsyncParallelHook<[RestoredRun]>(['restored']),
    ruleTried: new AsyncParallelHook<[TriedRule, TriedContext]>(['tried', 'context']),
    ready: new AsyncSeriesHook<[]>([]),
    draining: new AsyncParallelHook<[AbortSignal]>(['signal']),
  });
}
