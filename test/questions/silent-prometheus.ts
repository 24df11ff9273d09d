import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What speaks Prometheus's API and knows of nothing. */
export async function silentPrometheus(): Promise<AsyncDisposable & { readonly url: string }> {
  const nothing = JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [], alerts: [], groups: [] },
  });
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(nothing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
