import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate, type GenerateRequest, type Line, type Trouble } from './generate.ts';
import { Loader, Refusal } from './loader.ts';
import { fakeDefaults, type FakeModel, type FakeSettings } from './settings.ts';

/** A request as it came. */
export interface Received {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A node of Ollama, as far as its HTTP interface tells: loads, evictions, queues, errors and times, without a model. */
export class FakeOllama implements AsyncDisposable {
  readonly #settings: FakeSettings;
  readonly #models: Record<string, FakeModel>;
  readonly #loader: Loader;
  readonly #server: Server;
  readonly received: Received[] = [];
  /** For calls of models that come from now on. */
  trouble: Trouble | undefined;
  /** Calls of models that were ended by their client. */
  aborted = 0;
  inFlight = 0;
  mostInFlight = 0;

  constructor(settings: Partial<FakeSettings> = {}) {
    this.#models = { ...(settings.models ?? fakeDefaults.models) };
    this.#settings = { ...fakeDefaults, ...settings, models: this.#models };
    this.#loader = new Loader(this.#settings);
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get loads(): number {
    return this.#loader.loads;
  }

  get loaded(): readonly string[] {
    return [...this.#loader.runners.keys()];
  }

  /** Dies: every connection is cut. */
  kill(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const stop = new AbortController();
    response.on('close', () => stop.abort(new Error('the client has gone')));
    try {
      await this.#route(request, response, stop.signal);
    } catch (error) {
      if (stop.signal.aborted || response.headersSent) response.destroy();
      else if (error instanceof Refusal) send(response, error.status, { error: error.message });
      else send(response, 500, { error: String(error) });
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const path = request.url ?? '/';
    this.#loader.expire();
    switch (`${request.method} ${path}`) {
      case 'GET /':
      case 'HEAD /':
        response.end('Ollama is running');
        return;
      case 'GET /api/version':
        send(response, 200, { version: '0.17.4' });
        return;
      case 'GET /api/ps':
        send(response, 200, { models: this.#running() });
        return;
      case 'GET /api/tags':
        send(response, 200, { models: Object.entries(this.#models).map(([name, model]) => described(name, model)) });
        return;
      default:
    }
    if (request.method !== 'POST') {
      send(response, 404, { error: 'not found' });
      return;
    }
    const body = await parsed(request);
    this.received.push({ path, body, headers: request.headers });
    if (path === '/api/chat' || path === '/api/generate') await this.#model(path, body, response, signal);
    else if (path === '/api/show') this.#show(body, response);
    else if (path === '/api/pull') await this.#pull(body, response);
    else send(response, 404, { error: 'not found' });
  }

  async #model(path: string, body: Line, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const request = requestOf(path, body);
    const streamed = body['stream'] !== false;
    const isCall = !request.isEmpty;
    if (isCall) this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    try {
      const lines = generate(request, this.#loader, this.#settings, isCall ? this.trouble : undefined, signal);
      if (streamed) await stream(lines, response);
      else send(response, 200, await together(lines));
    } catch (error) {
      if (isCall && signal.aborted) this.aborted += 1;
      throw error;
    } finally {
      if (isCall) this.inFlight -= 1;
    }
  }

  #running(): readonly object[] {
    return [...this.#loader.runners.values()].map(({ model, expiresAt, options }) => ({
      ...described(model, this.#models[model] ?? { bytes: 0 }),
      size_vram: this.#models[model]?.bytes ?? 0,
      expires_at: new Date(Math.min(expiresAt, 8.64e15)).toISOString(),
      context_length: (JSON.parse(options) as { readonly num_ctx?: number }).num_ctx ?? 4096,
    }));
  }

  #show(body: Line, response: ServerResponse): void {
    const name = complete(body['model']);
    const model = this.#models[name];
    if (model === undefined) throw new Refusal(404, `model '${name}' not found`);
    const { details } = described(name, model);
    send(response, 200, { details, model_info: {}, capabilities: model.capabilities ?? ['completion', 'tools'] });
  }

  /** A failure is a 200 with an error line. */
  async #pull(body: Line, response: ServerResponse): Promise<void> {
    const name = complete(body['model']);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const write = (line: object) => response.write(`${JSON.stringify(line)}\n`);
    write({ status: 'pulling manifest' });
    await sleep(1);
    if (name.startsWith('missing')) {
      write({ error: 'pull model manifest: file does not exist' });
    } else {
      const total = 1000;
      for (const completed of [0, 400, 1000])
        write({ status: 'pulling 1f3e', digest: 'sha256:1f3e', total, completed });
      for (const status of ['verifying sha256 digest', 'writing manifest', 'success']) write({ status });
      this.#models[name] = { bytes: total };
    }
    response.end();
  }
}

function requestOf(path: string, body: Line): GenerateRequest {
  const { model, messages, prompt, options, format, tools, keep_alive } = body;
  if (typeof model !== 'string' || model === '') throw new Refusal(404, `model '' not found`);
  const parts = path === '/api/chat' ? (messages as readonly unknown[] | undefined) : undefined;
  const said =
    path === '/api/chat'
      ? (parts ?? []).map((part) => JSON.stringify(part)).join('\n')
      : typeof prompt === 'string'
        ? prompt
        : '';
  return {
    model: complete(model),
    prompt: said,
    isEmpty: said === '',
    keepAlive: durationOf(keep_alive),
    options: (options ?? {}) as Readonly<Record<string, unknown>>,
    format,
    hasTools: Array.isArray(tools) && tools.length > 0,
  };
}

function complete(name: unknown): string {
  return typeof name === 'string' && name.includes(':') ? name : `${String(name)}:latest`;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Seconds, or Go's durations; less than nothing is for ever. Milliseconds. */
function durationOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value < 0 ? Infinity : value * 1000;
  if (typeof value !== 'string') return undefined;
  if (value.startsWith('-')) return Infinity;
  let sum = 0;
  for (const [, amount = '0', unit = 's'] of value.matchAll(/([\d.]+)(ms|s|m|h)/g))
    sum += Number(amount) * (units[unit] ?? 0);
  return sum;
}

function described(name: string, { bytes }: FakeModel) {
  const details = {
    parent_model: '',
    format: 'gguf',
    family: 'llama',
    families: ['llama'],
    parameter_size: '135M',
    quantization_level: 'Q4_1',
  };
  return { name, model: name, size: bytes, digest: 'f'.repeat(64), details };
}

async function parsed(request: IncomingMessage): Promise<Line> {
  const body = await text(request);
  if (body === '') throw new Refusal(400, 'missing request body');
  try {
    return JSON.parse(body) as Line;
  } catch (error) {
    throw new Refusal(400, String(error));
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** Status and head go with the first line: what fails before it has a status of its own. */
async function stream(lines: AsyncGenerator<Line>, response: ServerResponse): Promise<void> {
  for await (const line of lines) {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${JSON.stringify(line)}\n`);
  }
  response.end();
}

/** All lines as one, as the server answers when it is not to stream. */
async function together(lines: AsyncGenerator<Line>): Promise<Line> {
  let content = '';
  let calls: readonly unknown[] | undefined;
  let last: Line = {};
  for await (const line of lines) {
    const message = line['message'] as
      | { readonly content?: string; readonly tool_calls?: readonly unknown[] }
      | undefined;
    if (line['error'] !== undefined) throw new Refusal(500, JSON.stringify(line['error']));
    content += message?.content ?? '';
    calls ??= message?.tool_calls;
    last = line;
  }
  const message = { role: 'assistant', content, ...(calls === undefined ? {} : { tool_calls: calls }) };
  return { ...last, message, response: content };
}
