import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Passes requests on to ClickHouse; of some INSERTs nobody hears the answer, though they were done. */
export class LossyProxy implements AsyncDisposable {
  /** Answers that were lost. */
  lost = 0;
  /** Whether the answer to the INSERT of this number is lost, from 1 on. */
  readonly #loses: (insert: number) => boolean;
  #inserts = 0;
  readonly #server = createServer((request, response) => {
    const isInsert = decodeURIComponent(request.url ?? '').includes('query=INSERT');
    const loses = isInsert && this.#loses(++this.#inserts);
    const { method, url, headers } = request;
    const passed = send(new URL(url ?? '/', this.#target), { method, headers }, (answer) => {
      if (loses) {
        answer.resume().once('end', () => {
          this.lost += 1;
          response.destroy();
        });
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.once('error', () => response.destroy());
    request.pipe(passed);
  });
  readonly #target: string;

  private constructor(target: string, loses: (insert: number) => boolean) {
    this.#target = target;
    this.#loses = loses;
  }

  static async start(target: string, loses: (insert: number) => boolean): Promise<LossyProxy> {
    const proxy = new LossyProxy(target, loses);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
