import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from './app.ts';
import type { HttpLimits } from './limits.ts';

/** A node server with bounds on everything that a client can make it wait for or keep. It does not listen yet. */
export function createHttpServer(app: App, limits: HttpLimits): Server {
  const handle = app.callback();
  return createServer(
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
}

/** Gives the URL under which the server can be reached from this machine. Port 0 takes any free one. */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise;
  server.off('error', reject);
  const { address, family, port: actual } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`;
}
