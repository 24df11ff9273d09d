import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from './app.ts';
import type { HttpLimits } from './limits.ts';

/** A node server with bounds on everything that a client can make it wait for or keep. It does not listen yet. */
export function createHttpServer(app: App, limits: HttpLimits): Server {
  const handle = app.callback();
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMilliseconds,
      requestTimeout: limits.requestMilliseconds,
      keepAliveTimeout: limits.keepAliveMilliseconds,
      connectionsCheckingInterval: Math.min(1_000, limits.headersMilliseconds),
      highWaterMark: limits.streamBytes,
    },
    (request, response) => void handle(request, response),
  );
  server.maxConnections = limits.connections;
  return server;
}

/** Gives the URL under which the server can be reached from this machine. Port 0 takes any free one. */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise;
  server.off('error', reject);
  const { address, port: actual } = server.address() as AddressInfo;
  return `http://${reachable(address)}:${actual}`;
}

/** An address that stands for all of this machine's is none that a client can connect to everywhere. */
function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}
