import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Caller, CallerToken } from '@hexaops/core';

export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Loopback extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
}

export type Answerer = (seen: Seen, response: Parameters<RequestListener>[1]) => void;

/** A control plane of the test's own making, on the loopback interface. */
export async function listen(answer: Answerer): Promise<Loopback> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      answer(one, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers everything alike. */
export function always(status: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Answerer {
  return (_, response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Noon of a day of the tests, in milliseconds since the epoch. */
export const noon = Date.UTC(2026, 0, 15, 12);

/** A token that no text may ever show. */
export const canary = 'canaryHeader00000000.canaryPayload0000000.canarySignature00000';

export function callerOf(overrides: { readonly [K in keyof Caller]?: Caller[K] } = {}): Caller {
  return {
    subject: 'user-1',
    workspace: 'ws-1',
    organizations: [],
    roles: undefined,
    permissions: undefined,
    token: new CallerToken(canary, noon + 10_000),
    ...overrides,
  };
}
