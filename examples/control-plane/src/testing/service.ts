import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { listenOn, stopServer } from '../server.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FakeService extends AsyncDisposable {
  readonly url: string;
  readonly received: ReceivedRequest[];
}

/** An HTTP server that notes what it receives; the whole body is read before it answers. */
export async function startFakeService(
  answer: (request: ReceivedRequest, response: ServerResponse) => void = (_request, response) => response.end('done'),
): Promise<FakeService> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    buffer(request).then(
      (body) => {
        const noted = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
        received.push(noted);
        answer(noted, response);
      },
      () => response.destroy(),
    );
  });
  await listenOn(server, '127.0.0.1', 0);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    [Symbol.asyncDispose]: () => stopServer(server),
  };
}
