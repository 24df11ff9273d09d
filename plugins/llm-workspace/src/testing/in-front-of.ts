import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { certificate, privateKey } from './certificate.ts';

export interface Front extends AsyncDisposable {
  readonly port: number;
}

/** TLS in front of a server without it, on a loopback address: what either side ends, ends at the other too. */
export async function inFrontOf(url: string, address: string): Promise<Front> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer({ cert: certificate, key: privateKey }, (client) => {
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
