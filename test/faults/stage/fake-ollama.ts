import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * How a node answers: as it should; or it dies before the first token, in the middle (the connection breaks, the last line is
 * an error, the stream ends without its end), refuses, falls silent with the connection open, or never begins.
 */
export const behaviours = [
  'healthy',
  'dies first',
  'breaks',
  'error line',
  'no end',
  'refuses',
  'silent',
  'never begins',
] as const;
export type Behaviour = (typeof behaviours)[number];

/** A node as Ollama answers `POST /api/chat`: lines of JSON, a few letters each. */
export class FakeOllama implements AsyncDisposable {
  readonly url: string;
  behaviour: Behaviour = 'healthy';
  /** What it writes, whole, by the prompt. */
  answer: (prompt: string) => string = () => '';
  /** When it died or fell silent, by `performance.now()`. */
  diedAt: number | undefined;
  calls = 0;
  /** Calls whose connection is open. */
  open = 0;
  readonly #server;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => void this.#chat(Buffer.concat(chunks).toString(), response));
    });
  }

  static async start(): Promise<FakeOllama> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeOllama(server);
  }

  async #chat(prompt: string, response: ServerResponse): Promise<void> {
    this.calls += 1;
    this.open += 1;
    response.once('close', () => (this.open -= 1));
    const { behaviour } = this;
    if (behaviour === 'refuses') {
      this.diedAt = performance.now();
      response.writeHead(503).end('{"error":"server busy, please try again.  maximum pending requests exceeded"}');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.flushHeaders();
    const pieces = this.answer(prompt).match(/[\s\S]{1,12}/g) ?? [];
    const last =
      behaviour === 'healthy'
        ? pieces.length
        : behaviour === 'dies first' || behaviour === 'never begins'
          ? 0
          : Math.ceil(pieces.length / 2);
    for (const content of pieces.slice(0, last)) {
      response.write(line({ message: { role: 'assistant', content }, done: false }));
      await delay(1);
    }
    if (behaviour !== 'healthy') this.diedAt = performance.now();
    if (behaviour === 'dies first' || behaviour === 'breaks') response.destroy();
    else if (behaviour === 'error line')
      response.end(line({ error: 'an error was encountered while running the model' }));
    else if (behaviour === 'no end') response.end();
    else if (behaviour === 'healthy')
      response.end(line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function line(value: object): string {
  return `${JSON.stringify({ model: 'm', created_at: new Date(0).toISOString(), ...value })}\n`;
}
