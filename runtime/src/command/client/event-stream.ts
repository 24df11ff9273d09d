import { HexaopsError, type StreamedEvent } from '@hexaops/core';
import { createParser } from 'eventsource-parser';
import { type ChatRequest, problemIn, requestChat } from './request.ts';

/**
 * Gives the events of a chat's answer as they come. A stream that breaks off just ends: whoever reads it can tell by its
 * last event. Raises what the service answers as a problem, before the first event and after it.
 */
export async function* chatEvents(request: ChatRequest): AsyncGenerator<StreamedEvent, void, void> {
  const response = await requestChat(request, 'text/event-stream');
  const type = response.headers.get('content-type') ?? 'nothing';
  if (!type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    throw new HexaopsError('input-invalid', `${request.url.href} answers with ${type}, and not with events`, {
      nextStep: 'check that the URL is that of a chat',
    });
  }
  const frames: { readonly event: string | undefined; readonly data: string }[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => frames.push({ event, data }) });
  for await (const text of untilItBreaks(response)) {
    parser.feed(text);
    for (const { event, data } of frames.splice(0)) {
      if (event === 'error') throw problemIn(data, response.status);
      yield JSON.parse(data) as StreamedEvent;
    }
  }
}

async function* untilItBreaks({ body }: Response): AsyncGenerator<string, void, void> {
  try {
    if (body !== null) yield* body.pipeThrough(new TextDecoderStream());
  } catch {
    // The connection is gone; the run is not.
  }
}
