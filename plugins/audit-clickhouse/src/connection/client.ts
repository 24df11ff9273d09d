import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { HexaopsError, messageOf } from '@hexaops/core';
import { failureOf, notClickHouse } from './failure.ts';

interface Account {
  readonly username: string;
  readonly password: string;
}

export interface ConnectionOptions extends Account {
  /** Checked by `addressOf`. */
  readonly url: URL;
  readonly caFile: string | undefined;
  /** Without a byte of an answer. */
  readonly idleMilliseconds: number;
}

type Values = readonly Readonly<Record<string, unknown>>[];
type Settings = Readonly<Record<string, string | number>>;

/** The few requests that this package makes. All raise `audit-unavailable` and `audit-refused`, and heed the signal. */
export interface Connection extends AsyncDisposable {
  /** Settles when the server has stored the rows. The names are SQL. */
  insert(
    table: string,
    columns: readonly string[],
    values: Values,
    settings: Settings,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Rows as lists of texts, in the blocks that they come in: `columns`, SQL that gives texts, of what `rest` says. No setting
   * is sent, so an account with `readonly=1` may ask.
   */
  select(
    columns: readonly string[],
    rest: string,
    parameters: Settings,
    signal: AbortSignal,
  ): AsyncGenerator<readonly (readonly (string | null)[])[]>;
}

/** Raises `config-invalid`. The URL names a server and nothing else. */
export function addressOf(text: string): URL {
  const url = URL.parse(text);
  const nextStep = 'give url as https://HOST:PORT, and the account in username and password';
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new HexaopsError('config-invalid', 'audit-clickhouse: url is no http or https URL', { nextStep });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw new HexaopsError('config-invalid', 'audit-clickhouse: url names more than a server', { nextStep });
  }
  return url;
}

/** Nothing is read or opened before the first request, which raises `config-invalid` where the file cannot be read. */
export function connect(options: ConnectionOptions): Connection {
  const { url } = options;
  let client: ClickHouseClient | undefined;
  const open = () => (client ??= clientOf(options));
  return {
    insert: (...request) => insert(open, url, ...request),
    select: (...request) => rows(open, url, ...request),
    [Symbol.asyncDispose]: async () => client?.close(),
  };
}

function clientOf({ url, username, password, caFile, idleMilliseconds }: ConnectionOptions): ClickHouseClient {
  const tls = caFile === undefined ? undefined : authority(caFile);
  const connections = 2;
  return createClient({
    url,
    username,
    password,
    application: 'hexaops-audit',
    request_timeout: idleMilliseconds,
    max_open_connections: connections,
    // What goes wrong is raised; on the console it would show what was sent.
    log: { level: ClickHouseLogLevel.OFF },
    ...(tls === undefined ? {} : { tls: { ca_cert: tls } }),
    ...agentOf(url, { maxSockets: connections, ...(tls === undefined ? {} : { ca: tls }) }),
  });
}

/** The client brings an agent of its own, which knows nothing of the proxy that Node was told to take. */
function agentOf(url: URL, options: AgentOptions): { readonly http_agent?: HttpAgent } {
  const { env } = process;
  if (env['NODE_USE_ENV_PROXY'] !== '1') return {};
  const Agent = url.protocol === 'https:' ? HttpsAgent : HttpAgent;
  return { http_agent: new Agent({ keepAlive: true, ...options, proxyEnv: env }) };
}

async function insert(
  open: () => ClickHouseClient,
  url: URL,
  ...[table, columns, values, settings, signal]: Parameters<Connection['insert']>
): Promise<void> {
  try {
    // The client listens for an abort, and does not look whether it has been.
    signal.throwIfAborted();
    const { response_headers } = await open().insert({
      table,
      columns: columns as [string, ...string[]],
      values,
      format: 'JSONEachRow',
      clickhouse_settings: settings,
      abort_signal: signal,
    });
    requireClickHouse(response_headers, url);
  } catch (error) {
    throw failureOf(error, url.origin, signal);
  }
}

async function* rows(
  open: () => ClickHouseClient,
  url: URL,
  ...[columns, rest, query_params, signal]: Parameters<Connection['select']>
): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  try {
    signal.throwIfAborted();
    const result = await open().query({
      query: `SELECT [${columns.join(', ')}] AS texts ${rest}`,
      query_params,
      format: 'JSONEachRow',
      abort_signal: signal,
    });
    requireClickHouse(result.response_headers, url);
    for await (const block of result.stream<{ readonly texts: readonly (string | null)[] }>()) {
      signal.throwIfAborted();
      yield block.map((row) => row.json().texts);
    }
  } catch (error) {
    throw failureOf(error, url.origin, signal);
  }
}

/** Every answer of every release to a statement has one of its headers. */
function requireClickHouse(headers: Readonly<Record<string, unknown>>, url: URL): void {
  if (!Object.keys(headers).some((name) => name.startsWith('x-clickhouse-'))) throw notClickHouse(url.origin);
}

function authority(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new HexaopsError('config-invalid', `audit-clickhouse: caFile cannot be read: ${messageOf(cause)}`, {
      cause,
      nextStep: 'set caFile to a file of certificates in PEM',
    });
  }
}
