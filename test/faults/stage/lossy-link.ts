import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What becomes of a request: it comes through, it is not taken, or it is done and its answer is lost. */
export type Passage = 'through' | 'not taken' | 'answer lost';

/** The way to an HTTP server, on which a test decides what comes through. */
export class LossyLink implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;
  /** Asked for each request. */
  passage: () => Passage = () => 'through';
  /** Requests whose answer was lost. */
  lost = 0;

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
      this.#forward(target, incoming, response).catch(() => response.destroy());
    });
  }

  static async open(target: string): Promise<LossyLink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new LossyLink(server, target);
  }

  async #forward(target: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const passage = this.passage();
    const body = await buffer(incoming);
    if (passage === 'not taken') return void response.destroy();
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const { method, headers } = incoming;
    const outgoing = request(`${target}${incoming.url ?? ''}`, { method, headers, agent: false }, resolve);
    outgoing.on('error', reject).end(body);
    const answer = await promise;
    const content = await buffer(answer);
    if (passage === 'answer lost') {
      this.lost += 1;
      return void response.destroy();
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
