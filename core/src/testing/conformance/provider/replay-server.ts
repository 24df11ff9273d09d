import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedAnswer } from './recording.ts';

export interface ReplayedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Settles when the connection is closed, by whomever. */
  readonly closed: Promise<unknown>;
}

/** A server on this machine alone that gives recorded answers, whatever it is asked. */
export interface ReplayServer extends AsyncDisposable {
  readonly url: string;
  answer: RecordedAnswer;
  readonly requests: readonly ReplayedRequest[];
  /** The next request, or the last that has come. */
  requested(): Promise<ReplayedRequest>;
}

export async function replay(answer: RecordedAnswer): Promise<ReplayServer> {
  const requests: ReplayedRequest[] = [];
  const arrived = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      requests.push({ method, path, headers, body, closed: once(response, 'close') });
      arrived.resolve();
      void write(response, replayed.answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const replayed: ReplayServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer,
    requests,
    async requested() {
      await arrived.promise;
      const last = requests.at(-1);
      if (last === undefined) throw new Error('nothing was asked');
      return last;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return replayed;
}

async function write(response: ServerResponse, { status = 200, headers = {}, pieces, then }: RecordedAnswer) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  for (const piece of pieces) {
    response.write(piece);
    // Each piece is a chunk of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (then === 'cut') response.destroy();
  else if (then !== 'silence') response.end();
}
