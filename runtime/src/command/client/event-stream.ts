import { HexaopsError, type RunEvent } from '@hexaops/core';
import { createParser } from 'eventsource-parser';

export interface ChatRequest {
  /** Of the control plane's proxy, or of the service itself: the URL of its chat. */
  readonly url: URL;
  /** The value of the Authorization header. It is sent there and nowhere else, and never printed. */
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** Posts to a chat and gives its events as they come. Raises what the service answers as a problem. */
export async function* postChat({ url, authorization, body, signal }: ChatRequest): AsyncIterable<RunEvent> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new HexaopsError('control-plane-unavailable', `${url.origin} does not answer`, {
      cause,
      nextStep: 'check the URL, and that the service runs',
    });
  });
  if (!response.ok || response.body === null) throw await problemOf(response);
  const events: RunEvent[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(JSON.parse(data) as RunEvent) });
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    parser.feed(text);
    yield* events.splice(0);
  }
}

async function problemOf(response: Response): Promise<HexaopsError> {
  const text = await response.text();
  let problem: { readonly detail?: string; readonly nextStep?: string; readonly error?: string } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // Not a problem of the service's making: a proxy's page says no more than the status does.
  }
  const { detail, error, nextStep } = problem;
  return new HexaopsError(
    response.status === 403 ? 'forbidden' : 'input-invalid',
    detail ?? error ?? `the answer was ${response.status} ${response.statusText}`,
    nextStep === undefined ? {} : { nextStep },
  );
}
