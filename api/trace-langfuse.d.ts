// The public API of @hexaops/trace-langfuse: npm run api writes it.

// @hexaops/trace-langfuse
export {
  _default as default,
};

// @hexaops/trace-langfuse/testing
export {
  FakeLangfuse,
  FakeLangfuseOptions,
  Mood,
  ReceivedSpan,
};

declare class FakeLangfuse implements AsyncDisposable {
    mood: Mood;
    readonly spans: ReceivedSpan[];
    readonly scores: Readonly<Record<string, unknown>>[];
    readonly items: Readonly<Record<string, unknown>>[];
    readonly datasets: string[];
    requests: number;
    url: string;
    static start(options?: FakeLangfuseOptions): Promise<FakeLangfuse>;
    until(enough: () => boolean): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

interface FakeLangfuseOptions {
    readonly publicKey?: string;
    readonly secretKey?: string;
}

type Mood = 'takes' | 'slow' | 'refuses' | 'fails' | 'hangs';

interface ReceivedSpan {
    readonly traceId: string;
    readonly spanId: string;
    readonly parentSpanId?: string;
    readonly name: string;
    readonly startTimeUnixNano: string;
    readonly endTimeUnixNano: string;
    readonly attributes: Readonly<Record<string, unknown>>;
}

declare const _default: import("@hexaops/core").Plugin;
