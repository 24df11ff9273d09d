import { type ErrorCode, HexaopsError, type RunEvent } from '@hexaops/core';
import { createParser } from 'eventsource-parser';

export interface ChatRequest {
  /** Of the control plane's proxy, or of the service itself: the URL of its chat. */
  readonly url: URL;
  /** The value of the Authorization header. It is sent there and nowhere else, and never printed. */
  readonly authorization: string | undefined;
  /** What is posted. Absent: the request is a GET of what the URL names. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/**
 * Gives the events of a chat's answer as they come. A stream that breaks off just ends: whoever reads it can tell by its
 * last event. Raises what the service answers as a problem, before the first event and after it.
 */
export async function* chatEvents(request: ChatRequest): AsyncGenerator<RunEvent, void, void> {
  const response = await answerOf(request);
  if (!response.ok) throw await problemOf(response);
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
      if (event === 'error') throw errorOf(data, response.status);
      yield JSON.parse(data) as RunEvent;
    }
  }
}

async function answerOf({ url, authorization, body }: ChatRequest): Promise<Response> {
  try {
    return await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      headers: {
        accept: 'text/event-stream',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new HexaopsError('control-plane-unavailable', `${url.origin} does not answer`, {
      cause,
      nextStep: 'check the URL, and that the service runs',
    });
  }
}

async function* untilItBreaks({ body }: Response): AsyncGenerator<string, void, void> {
  try {
    if (body !== null) yield* body.pipeThrough(new TextDecoderStream());
  } catch {
    // The connection is gone; the run is not.
  }
}

async function problemOf(response: Response): Promise<HexaopsError> {
  return errorOf(await response.text().catch(() => ''), response.status);
}

/** The service's own problem document, or `{"error"}` of a control plane, or what the status says. */
function errorOf(text: string, status: number): HexaopsError {
  const { code, detail, error, nextStep } = parsed(text);
  const advice = typeof nextStep === 'string' ? nextStep : adviceFor(status);
  return new HexaopsError(
    typeof code === 'string' ? (code as ErrorCode) : codeFor(status),
    [detail, error].find((words) => typeof words === 'string') ?? `the answer was ${status}`,
    advice === undefined ? {} : { nextStep: advice },
  );
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    // Not a problem of the service's making: a proxy's page says no more than the status does.
    return {};
  }
}

function codeFor(status: number): ErrorCode {
  if (status === 401) return 'token-invalid';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  return status >= 500 ? 'control-plane-unavailable' : 'input-invalid';
}

function adviceFor(status: number): string | undefined {
  if (status === 401) return 'set HEXAOPS_AUTHORIZATION to the value of your Authorization header: Bearer ...';
  if (status === 404) return 'check the URL';
  return status >= 500 ? 'try again in a moment' : undefined;
}
