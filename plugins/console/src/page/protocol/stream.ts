import type { StreamedEvent } from '@hexaops/core';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ChatFailure } from './failure.ts';

/** What one streamed answer brings, in its order. `complete` says that there is nothing to come back for. */
export type Streamed =
  | { readonly kind: 'event'; readonly event: StreamedEvent }
  | { readonly kind: 'end'; readonly complete: boolean };

/**
 * Reads the AI SDK's UI message stream as far as this page needs it: the run's events, and how it ends. A stream that breaks off
 * ends without `end`. Throws a `ChatFailure` where the stream tells one.
 */
export async function* readStream(body: ReadableStream<Uint8Array>): AsyncGenerator<Streamed> {
  const decoder: ReadableWritablePair<string, Uint8Array> = new TextDecoderStream() as never;
  const messages = body.pipeThrough(decoder).pipeThrough(new EventSourceParserStream());
  for await (const { data } of messages as unknown as AsyncIterable<{ readonly data: string }>) {
    if (data === '[DONE]') return;
    const chunk = JSON.parse(data) as {
      readonly type: string;
      readonly data?: unknown;
      readonly finishReason?: string;
    };
    if (chunk.type === 'data-run-event') yield { kind: 'event', event: chunk.data as StreamedEvent };
    else if (chunk.type === 'data-problem') throw ChatFailure.of(chunk.data, 500);
    else if (chunk.type === 'finish') yield { kind: 'end', complete: chunk.finishReason !== 'interrupted' };
  }
}
