import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificate, privateKey } from './certificate.ts';

export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** Connections that were made, whatever was sent over them. */
  connections: number;
  readonly requests: {
    readonly path: string;
    readonly authorization: string | undefined;
    readonly host: string | undefined;
  }[];
}

/** An https server on one loopback address, which stands for whoever would be there. */
export async function listen(
  address: string,
  port = 0,
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end('{}'),
): Promise<Listener> {
  const server = createServer({ cert: certificate, key: privateKey });
  const listener: Listener = {
    port: 0,
    connections: 0,
    requests: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  // Of the socket, not of TLS: a refused handshake was a connection too.
  server.on('connection', () => (listener.connections += 1));
  server.on('request', (request, response) => {
    const { url = '', headers } = request;
    listener.requests.push({ path: url, authorization: headers.authorization, host: headers.host });
    answer(request, response);
  });
  server.listen(port, address);
  await once(server, 'listening');
  return Object.assign(listener, { port: (server.address() as AddressInfo).port });
}

/** Two of them on two addresses and one port, which is free on both. */
export async function listenAlike(first: string, second: string): Promise<readonly [Listener, Listener]> {
  for (;;) {
    const one = await listen(first);
    try {
      return [one, await listen(second, one.port)];
    } catch (error) {
      await one[Symbol.asyncDispose]();
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}
