/**
 * An HTTP server that speaks ClickHouse's interface (https://clickhouse.com/docs/interfaces/http) as far as its clients need
 * it, over chdb in this process. Started by `startChdbServer` with the path of its options; ends when it is told to.
 *
 * Not as a server does it: users are of the front, so that all of them have the grants of the one user of the engine;
 * there is no KILL; a request may hold several statements.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import { openEngine } from './engine.ts';
import { authenticate, type FrontUser } from './users.ts';
import { execute, prepare, type Statement, statementOf } from './statement.ts';
import { Refusal, refusalOf } from './refusal.ts';

export interface FrontOptions {
  readonly port: number;
  /** Where `chdb` is installed. */
  readonly packages: string;
  readonly path: string;
  /** The engine's configuration file. */
  readonly configuration: string;
  readonly users: Readonly<Record<string, FrontUser>>;
}

const options = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as FrontOptions;
const engine = openEngine(options.packages, options.path, options.configuration);

createServer((request, response) => {
  void answer(request, response).catch((error: unknown) => fail(response, error));
}).listen(options.port, '127.0.0.1');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://front');
  const body = await bodyOf(request);
  if (url.pathname === '/ping' || (request.method === 'GET' && url.search === '')) {
    response.end('Ok.\n');
    return;
  }
  const { profile } = authenticate(options.users, request.headers, url.searchParams);
  const statement = statementOf(url.searchParams, body);
  response.setHeader('x-clickhouse-query-id', url.searchParams.get('query_id') ?? randomUUID());
  using connection = engine.connect();
  // As a profile in front of what the request asks for: where it is `readonly=1`, the engine refuses the request's.
  prepare(connection, { database: undefined, settings: Object.entries(profile) });
  if (request.method === 'GET') prepare(connection, { database: undefined, settings: [['readonly', '2']] });
  prepare(connection, statement);
  await send(response, connection, statement);
}

async function send(response: ServerResponse, ...work: Parameters<typeof execute>): Promise<void> {
  const rows = execute(...work);
  for await (const chunk of rows) {
    // Whoever has asked is gone; ending the loop ends the question.
    if (response.destroyed) return;
    if (!response.headersSent) response.writeHead(200, { 'x-clickhouse-format': (work[1] satisfies Statement).format });
    if (chunk.length > 0 && !response.write(chunk))
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, code, message } = error instanceof Refusal ? error : refusalOf(error);
  response.writeHead(status, { 'x-clickhouse-exception-code': String(code) }).end(`${message}\n`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}
