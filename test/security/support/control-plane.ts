import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that reached the control plane. */
interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The internal API of a control plane on loopback, which agrees to everything and remembers all of it. */
export interface RecordingControlPlane extends AsyncDisposable {
  readonly url: string;
  readonly calls: Call[];
  /** What it answers; an empty list of Kubernetes objects, or a message, unless told. */
  answer: (call: Call) => { readonly status: number; readonly body: unknown };
}

export async function startControlPlane(): Promise<RecordingControlPlane> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      calls.push(call);
      const answer = controlPlane.answer(call);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const controlPlane: RecordingControlPlane = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer: ({ path }) => ({
      status: 200,
      body: path.includes('/k8s/') ? { kind: 'List', apiVersion: 'v1', metadata: {}, items: [] } : { message: 'done' },
    }),
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return controlPlane;
}
