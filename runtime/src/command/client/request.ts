import { type ErrorCode, HexaopsError } from '@hexaops/core';

/** Where the chat of a control plane, or of the service itself, is. */
export interface ChatAccess {
  readonly url: URL;
  /** The value of the Authorization header. It is sent there and nowhere else, and never printed. */
  readonly authorization: string | undefined;
}

export type Body = Readonly<Record<string, unknown>>;

export interface ChatRequest extends ChatAccess {
  /** What is posted. Absent: the request is a GET of what the URL names. */
  readonly body?: Body | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The response to a request that was taken. Raises what the service answers as a problem, and `control-plane-unavailable`. */
export async function requestChat(request: ChatRequest, accept: string): Promise<Response> {
  const response = await fetched(request, accept);
  if (!response.ok) throw problemIn(await response.text().catch(() => ''), response.status);
  return response;
}

/** Tells the chat something that has no events: feedback, or that a run is to end. */
export async function tellChat(request: ChatRequest): Promise<void> {
  const response = await requestChat(request, 'application/json');
  await response.body?.cancel();
}

async function fetched({ url, authorization, body, signal }: ChatRequest, accept: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      headers: {
        accept,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    throw new HexaopsError('control-plane-unavailable', `${url.origin} does not answer`, {
      cause,
      nextStep: 'check the URL, and that the service runs',
    });
  }
}

/** The service's own problem document, or `{"error"}` of a control plane, or what the status says. */
export function problemIn(text: string, status: number): HexaopsError {
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
