import type { LlmProvider } from '../../../extension/llm.ts';

/** One answer of a provider's server, as it goes over the wire. */
export interface RecordedAnswer {
  /** 200 unless told. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Each is written by itself. */
  readonly pieces: readonly string[];
  /** After the last piece: the answer ends, the connection is cut, or it stays open and silent. `end` unless told. */
  readonly then?: 'end' | 'cut' | 'silence';
}

/** What a provider's server answers in each situation. What is said is always that of `scene`. */
export interface ProviderRecordings {
  /** Where the shapes come from: the pages of the API, recordings of others. */
  readonly source: string;
  /** `scene.text` in several pieces, with its usage. */
  readonly text: RecordedAnswer;
  /** The same to a call that does not stream. */
  readonly whole: RecordedAnswer;
  /** The calls of `scene.calls` in one answer. */
  readonly tools: RecordedAnswer;
  /** What stands in `tools` and has to be sent back word for word with what came of the calls: a sign of what was thought. */
  readonly sentBack?: string;
  /** `scene.value` as JSON, in the way in which this provider gives structured output. */
  readonly structured: RecordedAnswer;
  /** The provider ends the answer because of what stands in it. */
  readonly filtered: RecordedAnswer;
  /** The output is longer than it may be. */
  readonly length: RecordedAnswer;
  /** The first pieces of `text`. */
  readonly beginning: readonly string[];
  /** A piece that is no answer: its JSON is broken. */
  readonly malformed: RecordedAnswer;
  /** Refused in the middle of a stream that had begun with status 200. */
  readonly failsMidway: RecordedAnswer;
  /** A key that is wrong, may not do this, and so on: as the provider says it. */
  readonly errors: Readonly<
    Record<'unauthorized' | 'forbidden' | 'noSuchModel' | 'tooLong' | 'invalid' | 'failed', RecordedAnswer>
  >;
  /** With the seconds after which to ask again. */
  readonly rateLimited: RecordedAnswer & { readonly retryAfterSeconds: number };
  readonly overloaded: RecordedAnswer;
}

/** A provider, as the suite needs it. */
export interface ProviderUnderTest {
  readonly recordings: ProviderRecordings;
  /** A provider whose server is at the URL, with a key. */
  open(url: string, key: string): LlmProvider;
  readonly model: string;
  /** Its server wants the key in this header. */
  readonly keyHeader: string;
}

/** What is said in every recording. */
interface Scene {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly calls: readonly { readonly name: string; readonly input: Readonly<Record<string, string>> }[];
  readonly value: { readonly cause: string; readonly restarts: number };
}

export const scene: Scene = Object.freeze({
  text: 'The pod checkout-1 is out of memory [e1].',
  inputTokens: 41,
  outputTokens: 12,
  calls: [
    { name: 'read-logs', input: { pod: 'checkout-1' } },
    { name: 'list-events', input: { namespace: 'shop' } },
  ],
  value: { cause: 'out-of-memory', restarts: 3 },
});

/** Values as server-sent events, each a piece of its own; with the name of each where the provider names them. */
export function serverSentEvents(
  values: readonly (object | string)[],
  { named = false, lineEnd = '\n' }: { readonly named?: boolean; readonly lineEnd?: string } = {},
): readonly string[] {
  return values.map((value) => {
    const name = named && typeof value === 'object' && 'type' in value ? `event: ${String(value.type)}${lineEnd}` : '';
    return `${name}data: ${typeof value === 'string' ? value : JSON.stringify(value)}${lineEnd}${lineEnd}`;
  });
}
