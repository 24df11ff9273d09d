import type { ModelExchange } from '@hexaops/core';

/** What a part of a run is, by the words that Langfuse has for it. */
type ObservationType = 'agent' | 'tool' | 'generation' | 'guardrail' | 'event';

/** One part of a run. */
export interface Observation {
  /** Unique in its trace: `orchestrator`, `step/s1`. */
  readonly id: string;
  /** Absent of the root. */
  readonly parent?: string;
  readonly type: ObservationType;
  readonly name: string;
  /** Milliseconds since the epoch; an event ends when it starts. */
  readonly start: number;
  readonly end: number;
  readonly input?: unknown;
  readonly output?: unknown;
  /** Absent: nothing is wrong with it. */
  readonly problem?: {
    readonly level: 'DEBUG' | 'WARNING' | 'ERROR';
    readonly message: string;
    readonly code?: string;
  };
  /** Of a closed set of short values; none is content. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
  /** Of a generation. */
  readonly model?: ModelUse;
}

interface ModelUse {
  /** `provider/model`. */
  readonly name: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost?: number;
  /** Why it stopped to write, in the words of the AI SDK. */
  readonly finishReason?: string;
  /** What it was asked, with its roles: the observation's input is the same. */
  readonly prompt?: ModelExchange['prompt'];
}

/** A run, or what one request has made of it, as a tree of observations: parents before their children. */
export interface Trace {
  readonly run: string;
  readonly session: string;
  /** Undefined where the request went on with a run that another process had begun, and did not say. */
  readonly user: string | undefined;
  readonly workspace: string | undefined;
  /** Of the first event that it covers: a run that was suspended goes on in the same trace. */
  readonly firstSequence: number;
  readonly observations: readonly Observation[];
}
