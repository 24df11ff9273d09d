import { setTimeout as sleep } from 'node:timers/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** Milliseconds that a slow one takes for an answer. */
const slowness = 200;

/** What a fake Langfuse does with a request. */
export type Mood = 'takes' | 'slow' | 'refuses' | 'fails' | 'hangs';

/** A span as it stands in OTLP in JSON. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Otlp {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<ReceivedSpan, 'attributes'> & {
        readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
      })[];
    }[];
  }[];
}

export interface FakeLangfuseOptions {
  readonly publicKey?: string;
  readonly secretKey?: string;
}

/** As much of Langfuse as the plugin speaks to: OTLP in JSON under Basic auth, scores, datasets. On a loopback socket. */
export class FakeLangfuse implements AsyncDisposable {
  mood: Mood = 'takes';
  readonly spans: ReceivedSpan[] = [];
  readonly scores: Readonly<Record<string, unknown>>[] = [];
  readonly items: Readonly<Record<string, unknown>>[] = [];
  readonly datasets: string[] = [];
  /** Requests that came, whatever became of them. */
  requests = 0;
  readonly #authorization: string;
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #waiters: { readonly enough: () => boolean; readonly resolve: () => void }[] = [];
  url = '';

  private constructor({ publicKey = 'pk-lf-test', secretKey = 'sk-lf-test' }: FakeLangfuseOptions) {
    this.#authorization = `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString('base64')}`;
  }

  static async start(options: FakeLangfuseOptions = {}): Promise<FakeLangfuse> {
    const fake = new FakeLangfuse(options);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    const address = fake.#server.address();
    fake.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
    return fake;
  }

  /** Settles when what has come is enough. */
  until(enough: () => boolean): Promise<void> {
    if (enough()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiters.push({ enough, resolve });
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests += 1;
    if (this.mood === 'slow') await sleep(slowness);
    if (this.mood !== 'hangs') this.#reply(request, response, Buffer.concat(chunks));
    for (const { enough, resolve } of this.#waiters) if (enough()) resolve();
  }

  #reply({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (headers.authorization !== this.#authorization) return send(401, { message: 'Invalid credentials' });
    if (this.mood === 'refuses') return send(403, { message: 'Ingestion suspended' });
    if (this.mood === 'fails') return send(500, { message: 'Internal error' });
    const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
    const { pathname, searchParams } = new URL(url, 'http://langfuse');
    const value = text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
    switch (`${method} ${pathname}`) {
      case 'POST /api/public/otel/v1/traces':
        this.spans.push(...spansIn(value as unknown as Otlp));
        return send(200, {});
      case 'POST /api/public/scores':
        this.scores.push(value);
        return send(200, { id: value['id'] });
      case 'POST /api/public/v2/datasets':
        this.datasets.push(String(value['name']));
        return send(200, { id: 'd1', name: value['name'] });
      case 'POST /api/public/dataset-items':
        this.items.push({ ...value, createdAt: '2026-01-01T00:00:00.000Z' });
        return send(200, value);
      case 'GET /api/public/dataset-items': {
        const page = Number(searchParams.get('page'));
        const limit = Number(searchParams.get('limit'));
        const data = this.items.slice((page - 1) * limit, page * limit);
        const totalPages = Math.ceil(this.items.length / limit);
        return send(200, { data, meta: { page, limit, totalItems: this.items.length, totalPages } });
      }
      default:
        return send(404, { message: 'not found' });
    }
  }
}

function spansIn({ resourceSpans }: Otlp): readonly ReceivedSpan[] {
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, name, startTimeUnixNano, endTimeUnixNano, attributes }) => ({
        traceId,
        spanId,
        ...(parentSpanId === undefined ? {} : { parentSpanId }),
        name,
        startTimeUnixNano,
        endTimeUnixNano,
        attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
      })),
    ),
  );
}
