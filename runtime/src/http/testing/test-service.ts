import { EventSourceParserStream } from 'eventsource-parser/stream';
import pino from 'pino';
import { Admission } from '../admission/admission.ts';
import { defaultAdmissionLimits } from '../admission/limits.ts';
import type { Networks } from '../admission/source-address.ts';
import { networksOf } from '../../config/trusted-proxies.ts';
import type { AlertCredential } from '../alerts/credentials.ts';
import { createApp } from '../app.ts';
import { defaultHttpLimits, type HttpLimits } from '../limits.ts';
import type { Readiness } from '../routes/health.ts';
import { createHttpServer, listen } from '../server.ts';
import { OpenStreams } from '../stream/open-streams.ts';
import { FakeEngine } from './fake-engine.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface StreamedEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: Record<string, unknown>;
}

const withoutAdmissionLimits = Object.fromEntries(Object.keys(defaultAdmissionLimits).map((limit) => [limit, 0]));

/**
 * The HTTP surface over a fake engine, on a loopback socket. Without the limits on persons, workspaces and addresses, but
 * for those that a test names. Its client is behind a proxy that it may trust.
 */
export class TestService implements AsyncDisposable {
  readonly engine = new FakeEngine();
  readonly streams = new OpenStreams();
  readonly readiness: { state: Readiness['state'] } = { state: 'ready' };
  readonly load: { overloaded: boolean } = { overloaded: false };
  /** Every line that was logged. */
  readonly lines: string[] = [];
  readonly #limits: HttpLimits;
  readonly #proxies: Networks;
  readonly #alertCredentials: readonly AlertCredential[];
  #stop: () => Promise<void> = async () => {};
  url = '';

  private constructor(
    limits: Partial<HttpLimits>,
    proxies: readonly string[],
    alertCredentials: readonly AlertCredential[],
  ) {
    this.#alertCredentials = alertCredentials;
    this.#proxies = networksOf(proxies);
    this.#limits = { ...defaultHttpLimits, ...withoutAdmissionLimits, ...limits };
  }

  static async start(
    limits: Partial<HttpLimits> = {},
    proxies: readonly string[] = [],
    alertCredentials: readonly AlertCredential[] = [],
    contributed: ReadonlyMap<string, readonly unknown[]> = new Map(),
  ): Promise<TestService> {
    const service = new TestService(limits, proxies, alertCredentials);
    for (const [point, values] of contributed) service.engine.contributed.set(point, values);
    await service.#listen();
    return service;
  }

  async request(method: string, path: string, { body, headers = {} }: RequestParts = {}): Promise<Reply> {
    const response = await this.fetch(method, path, { body, headers });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }

  fetch(method: string, path: string, { body, headers = {}, signal }: RequestParts = {}): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: {
        authorization: 'Bearer alice@w1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  chat(body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.request('POST', '/v1/chat', { body, headers });
  }

  /** The events of a stream, to its end. */
  async streamed(method: string, path: string, parts: RequestParts = {}): Promise<readonly StreamedEvent[]> {
    const headers = { accept: 'text/event-stream', ...parts.headers };
    return collect(await this.fetch(method, path, { ...parts, headers }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
    await this.#stop();
  }

  async #listen(): Promise<void> {
    const { engine, streams, readiness } = this;
    const logger = pino({ level: 'debug' }, { write: (line: string) => this.lines.push(line) });
    const limits = this.#limits;
    const admission = new Admission(limits, this.load);
    const app = createApp({
      engine,
      limits,
      logger,
      readiness,
      streams,
      admission,
      proxies: this.#proxies,
      alertCredentials: this.#alertCredentials,
    });
    const server = createHttpServer(app, limits);
    this.url = await listen(server, '127.0.0.1', 0);
    this.#stop = () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    };
  }
}

export interface RequestParts {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** Reads a response as server-sent events, to its end. */
export async function collect(response: Response): Promise<readonly StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  for await (const event of read(response)) events.push(event);
  return events;
}

export async function* read(response: Response): AsyncIterable<StreamedEvent> {
  const text = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream());
  for await (const { id, event, data } of text.pipeThrough(new EventSourceParserStream())) {
    yield { id, event, data: JSON.parse(data) as Record<string, unknown> };
  }
}
