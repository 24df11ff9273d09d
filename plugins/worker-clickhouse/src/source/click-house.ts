import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { addAbortSignal } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, createClient } from '@clickhouse/client';
import { HexaopsError } from '@hexaops/core';
import type { Settings } from '../configuration.ts';
import type { TemplateQuery } from '../query/template-query.ts';

/** By the names that the query gives its columns. Whole numbers of 64 bits come as texts. */
export type Row = Readonly<Record<string, string | number>>;

export interface Answer {
  readonly rows: readonly Row[];
  /** The caps ended it before its end. */
  readonly truncated: boolean;
}

const connections = 10;

/** The client brings an agent of its own, which knows nothing of the proxy that Node was told to take. */
function agentOf(url: string): { readonly http_agent?: HttpAgent } {
  const { env } = process;
  if (env['NODE_USE_ENV_PROXY'] !== '1') return {};
  const Agent = url.startsWith('https:') ? HttpsAgent : HttpAgent;
  return { http_agent: new Agent({ keepAlive: true, maxSockets: connections, proxyEnv: env }) };
}

/**
 * Asks ClickHouse. Every query has its limits of time, rows, bytes and memory, is read only, and ends at the server when the
 * run that asked is cancelled, or when no more of its rows are wanted. Raises `source-unavailable`, `deadline-exceeded`,
 * `tool-failed`.
 */
export class ClickHouse implements AsyncDisposable {
  readonly #settings: Settings;
  readonly #client: ClickHouseClient;
  /** Servers before 19 do not know the setting. */
  #endsOnClose = true;

  constructor(settings: Settings) {
    this.#settings = settings;
    const { url, user, password, timeoutMilliseconds } = settings;
    this.#client = createClient({
      url,
      username: user,
      password,
      application: 'hexaops',
      request_timeout: timeoutMilliseconds + 2000,
      compression: { response: false, request: false },
      log: { level: 127 },
      max_open_connections: connections,
      ...agentOf(url),
    });
  }

  /** All rows, up to so many bytes. */
  async ask(query: TemplateQuery, byteCap: number, signal: AbortSignal): Promise<Answer> {
    const rows: Row[] = [];
    for await (const block of this.stream(query, byteCap, signal)) {
      if (block === 'truncated') return { rows, truncated: true };
      rows.push(...block);
    }
    return { rows, truncated: false };
  }

  /** Rows as they come, a few at a time; the last is `truncated` where there are more bytes than were wanted. */
  async *stream(
    query: TemplateQuery,
    byteCap: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Row[] | 'truncated'> {
    signal.throwIfAborted();
    const id = randomUUID();
    let ended = false;
    let bytes = 0;
    try {
      const stream = await this.#send(query, id, byteCap, signal);
      for await (const chunk of stream) {
        const block: Row[] = [];
        for (const row of chunk) {
          bytes += row.text.length;
          if (bytes > byteCap) {
            if (block.length > 0) yield block;
            yield 'truncated';
            return;
          }
          block.push(row.json());
        }
        if (block.length > 0) yield block;
      }
      ended = true;
    } catch (error) {
      ended = !signal.aborted;
      if (ended) throw failureOf(error);
    } finally {
      // Also where the one who reads has had enough.
      if (!ended) await this.#kill(id);
    }
    if (!ended) signal.throwIfAborted();
  }

  async #send(query: TemplateQuery, id: string, byteCap: number, signal: AbortSignal): Promise<RowStream> {
    const { timeoutMilliseconds, rowsToRead, memoryBytes } = this.#settings;
    try {
      const result = await this.#client.query({
        query: query.text,
        query_id: id,
        query_params: { ...query.parameters },
        format: 'JSONEachRow',
        abort_signal: signal,
        clickhouse_settings: {
          readonly: '2',
          max_execution_time: Math.ceil(timeoutMilliseconds / 1000),
          max_rows_to_read: String(rowsToRead),
          max_memory_usage: String(memoryBytes),
          max_result_bytes: String(Math.max(byteCap * 4, 1024 ** 2)),
          result_overflow_mode: 'break',
          ...(this.#endsOnClose ? { cancel_http_readonly_queries_on_client_close: 1 } : {}),
        },
      });
      // The client's own signal ends with the head of the answer.
      return addAbortSignal(signal, result.stream<Row>());
    } catch (error) {
      if (codeOf(error) !== unknownSetting || !this.#endsOnClose) throw error;
      this.#endsOnClose = false;
      return this.#send(query, id, byteCap, signal);
    }
  }

  /** A server that does not notice that nobody waits any more is told. */
  async #kill(id: string): Promise<void> {
    await this.#client
      .command({
        query: `KILL QUERY WHERE query_id = '${id}' ASYNC`,
        abort_signal: AbortSignal.timeout(killMilliseconds),
      })
      .catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}

type RowStream = AsyncIterable<readonly { readonly text: string; json(): Row }[]>;

const unknownSetting = '115';
const killMilliseconds = 2000;

/** ClickHouse's own codes: https://github.com/ClickHouse/ClickHouse, ErrorCodes. */
const tooMuch = new Set(['158', '159', '160', '241', '307', '396']);

function failureOf(error: unknown): HexaopsError {
  if (HexaopsError.is(error)) return error;
  const code = codeOf(error);
  if (code === undefined) {
    return new HexaopsError('source-unavailable', 'ClickHouse does not answer', {
      nextStep: 'try again; if it stays so, an operator should look at ClickHouse',
    });
  }
  if (tooMuch.has(code)) {
    return new HexaopsError('deadline-exceeded', 'the search took more than one search may', {
      nextStep: 'ask for a shorter time, or for one service',
    });
  }
  if (code === '202' || code === '210')
    return new HexaopsError('source-unavailable', 'ClickHouse is busy', { nextStep: 'try again' });
  return new HexaopsError(
    'tool-failed',
    `ClickHouse refuses the query: ${error instanceof ClickHouseError && error.type !== undefined ? error.type : `code ${code}`}`,
    {
      nextStep: "an operator should check the worker's tables, columns and user",
    },
  );
}

/** Undefined where it was not the server that refused. Old servers write their errors in a way that the client does not read. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof ClickHouseError) return error.code;
  return error instanceof Error ? /^Code: (\d+)/.exec(error.message)?.[1] : undefined;
}
