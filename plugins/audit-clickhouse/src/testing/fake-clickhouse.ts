import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  /** The statement: what stands in the URL, or the body. */
  readonly sql: string;
  readonly body: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly user: string;
}

export type Answer = (received: Received, response: ServerResponse) => void;

/** What a current server says of a table as `hexaops audit schema` has it. */
const rows: readonly (readonly [pattern: RegExp, texts: readonly (readonly string[])[]])[] = [
  [/system\.settings/, ['async_insert', 'insert_deduplicate', 'insert_deduplication_token'].map((name) => [name])],
  [/system\.tables/, [['MergeTree', 'CREATE TABLE x SETTINGS non_replicated_deduplication_window = 100']]],
  [/system\.columns/, []],
];

/** Speaks what the client needs of ClickHouse's HTTP interface, on loopback, and remembers what it was asked. */
export class FakeClickHouse implements AsyncDisposable {
  readonly received: Received[] = [];
  /** What an INSERT is answered. */
  onInsert: Answer = (_, response) => void response.end();
  /** What a SELECT is answered. */
  onSelect: Answer = (received, response) => answerRows(response, rowsFor(received.sql));
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<FakeClickHouse> {
    const fake = new FakeClickHouse();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get inserts(): readonly Received[] {
    return this.received.filter(({ sql }) => sql.startsWith('INSERT'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { query, ...settings } = Object.fromEntries(new URL(request.url ?? '/', 'http://fake').searchParams);
    const [user = ''] = Buffer.from(request.headers.authorization?.slice('Basic '.length) ?? '', 'base64')
      .toString()
      .split(':');
    const received = { sql: query ?? body, body, settings, user };
    this.received.push(received);
    response.setHeader('x-clickhouse-query-id', 'q');
    if (received.sql.startsWith('INSERT')) this.onInsert(received, response);
    else this.onSelect(received, response);
  }
}

export function rowsFor(sql: string): readonly (readonly string[])[] {
  return rows.find(([pattern]) => pattern.test(sql))?.[1] ?? [];
}

export function answerRows(response: ServerResponse, found: readonly (readonly (string | null)[])[]): void {
  response.end(found.map((texts) => `${JSON.stringify({ texts })}\n`).join(''));
}

/** An exception as a server writes it. */
export function exception(code: number, name: string, text = 'it went wrong'): Answer {
  return (_, response) => {
    response.writeHead(500, { 'x-clickhouse-exception-code': String(code) });
    response.end(`Code: ${code}. DB::Exception: ${text}. (${name}) (version 26.7.2.1)`);
  };
}
