import { HexaopsError } from '@hexaops/core';
import { jsonLines } from './lines.ts';

/** A model that a node has loaded. */
export interface Loaded {
  readonly model: string;
  readonly bytes: number;
  /** Less than `bytes` where a part of it is computed by the processor. */
  readonly graphicsBytes: number;
}

export interface Pulling {
  readonly status: string;
  readonly completedBytes?: number;
  readonly totalBytes?: number;
}

/** One node's HTTP interface, but for the calls of models themselves. Raises `source-unavailable`. */
export class NodeClient {
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #contextTokens: number;

  constructor(url: string, contextTokens: number, authorization?: string) {
    this.url = url.replace(/\/$/, '');
    this.#contextTokens = contextTokens;
    this.#headers = {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    };
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  /** What is loaded; a model that is being loaded is not among it. */
  async loaded(signal: AbortSignal): Promise<readonly Loaded[]> {
    const { models } = (await this.#json('GET', '/api/ps', undefined, signal)) as {
      readonly models?: readonly {
        readonly model?: string;
        readonly name?: string;
        readonly size?: number;
        readonly size_vram?: number;
      }[];
    };
    return (models ?? []).map(({ model, name, size = 0, size_vram = 0 }) => ({
      model: model ?? name ?? '',
      bytes: size,
      graphicsBytes: size_vram,
    }));
  }

  /** What is on its disk. */
  async installed(signal: AbortSignal): Promise<readonly { readonly model: string; readonly bytes: number }[]> {
    const { models } = (await this.#json('GET', '/api/tags', undefined, signal)) as {
      readonly models?: readonly { readonly model?: string; readonly name?: string; readonly size?: number }[];
    };
    return (models ?? []).map(({ model, name, size = 0 }) => ({ model: model ?? name ?? '', bytes: size }));
  }

  /** Loads a model and keeps it until it is unloaded. It ends when the model is there; were the request dropped, so would the load. */
  async load(model: string, signal: AbortSignal): Promise<void> {
    const options = { num_ctx: this.#contextTokens };
    await this.#json('POST', '/api/generate', { model, keep_alive: -1, options, stream: false }, signal);
  }

  async unload(model: string, signal: AbortSignal): Promise<void> {
    await this.#json('POST', '/api/generate', { model, keep_alive: 0, stream: false }, signal);
  }

  async *pull(model: string, signal: AbortSignal): AsyncIterable<Pulling> {
    const response = await this.#send('POST', '/api/pull', { model, stream: true }, signal);
    let succeeded = false;
    for await (const line of this.#lines(response, model)) {
      const { status, error, completed, total } = line;
      if (typeof error === 'string') throw this.#unavailable(`cannot fetch ${model}: ${error.slice(0, 200)}`);
      if (typeof status !== 'string') continue;
      succeeded = status === 'success';
      yield {
        status,
        ...(typeof completed === 'number' ? { completedBytes: completed } : {}),
        ...(typeof total === 'number' ? { totalBytes: total } : {}),
      };
    }
    if (!succeeded) throw this.#unavailable(`stopped fetching ${model} before its end`);
  }

  async *#lines(response: Response, model: string): ReturnType<typeof jsonLines> {
    try {
      yield* jsonLines(bodyOf(response));
    } catch (cause) {
      throw this.#unavailable(`broke off fetching ${model}`, cause);
    }
  }

  async #json(method: string, path: string, body: object | undefined, signal: AbortSignal): Promise<object> {
    const response = await this.#send(method, path, body, signal);
    try {
      const value: unknown = await response.json();
      return typeof value === 'object' && value !== null ? value : {};
    } catch (cause) {
      throw this.#unavailable('answers something that is no JSON', cause);
    }
  }

  async #send(method: string, path: string, body: object | undefined, signal: AbortSignal): Promise<Response> {
    let response: Response;
    try {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      response = await fetch(this.url + path, { method, headers: this.#headers, redirect: 'error', signal, ...sent });
    } catch (cause) {
      throw this.#unavailable('does not answer', cause);
    }
    if (response.ok) return response;
    const said = (await response.text().catch(() => '')).slice(0, 200);
    throw this.#unavailable(`answers ${response.status} to ${path}: ${said}`);
  }

  #unavailable(what: string, cause?: unknown): HexaopsError {
    return new HexaopsError('source-unavailable', `the Ollama node ${this.url} ${what}`, {
      cause,
      nextStep: 'look at the node: is it running, and does it have the model?',
    });
  }
}

function bodyOf(response: Response): AsyncIterable<Uint8Array> {
  return response.body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
}
