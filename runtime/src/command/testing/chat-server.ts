import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { RunEvent, RunEventDraft } from '@hexaops/core';

interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** What one request is answered with: events, as they stream; or a status with a body. */
export type ScriptedAnswer =
  | readonly RunEventDraft[]
  | { readonly status: number; readonly type?: string; readonly body: string }
  /** Events, and then nothing until the run is cancelled. */
  | { readonly working: readonly RunEventDraft[] }
  /** Events, and then the connection breaks. */
  | { readonly broken: readonly RunEventDraft[] }
  /** Events, and then the service says that it has failed. */
  | { readonly events: readonly RunEventDraft[]; readonly error: object };

export interface ChatServer extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
}

type StreamedAnswer = Exclude<ScriptedAnswer, { readonly status: number }>;

function eventsOf(answer: StreamedAnswer): readonly RunEventDraft[] {
  if ('working' in answer) return answer.working;
  if ('broken' in answer) return answer.broken;
  return 'events' in answer ? answer.events : answer;
}

function isCancellation(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'cancel');
}

/**
 * A chat that gives its answers one after the other, the last one again and again; a cancellation takes none of them. Events
 * are of the run `r1`.
 */
export async function startChat(answers: readonly ScriptedAnswer[]): Promise<ChatServer> {
  const received: ReceivedRequest[] = [];
  const working: ServerResponse[] = [];
  let answered = 0;
  let sequence = 0;
  const frame = (draft: RunEventDraft): string => {
    sequence += 1;
    const time = new Date(Date.UTC(2026, 0, 1, 0, 0, sequence)).toISOString();
    const event: RunEvent = { ...draft, run: 'r1', session: 's1', sequence, time, version: 1 };
    return `id: ${sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  };
  const respond = (request: IncomingMessage, body: unknown, response: ServerResponse): void => {
    const { method = '', url: path = '', headers } = request;
    received.push({ method, path, authorization: headers.authorization, body });
    if (isCancellation(body)) {
      for (const stream of working.splice(0)) stream.end(frame({ type: 'run-finished', status: 'cancelled' }));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    const answer = answers[Math.min(answered, answers.length - 1)] ?? [];
    answered += 1;
    if ('status' in answer) {
      response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json' }).end(answer.body);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('retry: 2000\n\n: heartbeat\n\n');
    response.write(eventsOf(answer).map(frame).join(''));
    if ('working' in answer) working.push(response);
    else if ('broken' in answer) setImmediate(() => response.destroy());
    else response.end('error' in answer ? `event: error\ndata: ${JSON.stringify(answer.error)}\n\n` : ': end\n\n');
  };
  const server = createServer((request, response) => {
    const body = request.method === 'GET' ? Promise.resolve(undefined) : json(request);
    body.then(
      (content) => respond(request, content, response),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
