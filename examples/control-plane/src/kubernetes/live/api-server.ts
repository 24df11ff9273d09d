import { request as requestPlain } from 'node:http';
import { Agent, request as requestSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import { isJsonObject } from '../../json.ts';
import type { JsonValue } from '../../json.ts';
import { KubernetesError } from '../status.ts';

export interface ApiServerOptions {
  /** For example `https://127.0.0.1:6443`. */
  readonly server: string;
  /** The control plane's own privileged credential. It is sent to this server and nowhere else. */
  readonly token: string;
  /** PEM text. */
  readonly ca?: string;
  readonly insecureSkipTlsVerify?: boolean;
}

export interface ApiServerRequest {
  readonly method: 'GET' | 'PATCH';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: { readonly type: string; readonly content: JsonValue };
}

const timeoutMilliseconds = 30_000;

/** One real Kubernetes API server. Every refusal, and every failure to reach it, is a `KubernetesError`. */
export class ApiServer {
  readonly #options: ApiServerOptions;
  readonly #agent: Agent;

  constructor(options: ApiServerOptions) {
    this.#options = options;
    this.#agent = new Agent({
      keepAlive: true,
      rejectUnauthorized: options.insecureSkipTlsVerify !== true,
      ...(options.ca !== undefined && { ca: options.ca }),
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  async json(request: ApiServerRequest): Promise<JsonValue> {
    return JSON.parse(await this.text(request)) as JsonValue;
  }

  async text({ method, path, query = {}, body }: ApiServerRequest): Promise<string> {
    const url = new URL(path, this.#options.server);
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(key, String(value));
    }
    const { status, content } = await this.#send(method, url, body);
    if (status < 200 || status > 299) throw refusal(status, content);
    return content;
  }

  #send(method: string, url: URL, body: ApiServerRequest['body']): Promise<{ status: number; content: string }> {
    const headers = {
      authorization: `Bearer ${this.#options.token}`,
      accept: 'application/json',
      ...(body && { 'content-type': body.type }),
    };
    const options = { method, headers, timeout: timeoutMilliseconds };
    return new Promise((resolve, reject) => {
      const request =
        url.protocol === 'https:' ? requestSecure(url, { ...options, agent: this.#agent }) : requestPlain(url, options);
      const fail = (error: unknown): void => {
        reject(new KubernetesError(503, 'the cluster did not answer', { cause: error }));
      };
      request.on('error', fail);
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMilliseconds} ms`)));
      request.on('response', (response) => {
        text(response).then((content) => resolve({ status: response.statusCode ?? 502, content }), fail);
      });
      request.end(body && JSON.stringify(body.content));
    });
  }
}

function refusal(status: number, content: string): KubernetesError {
  let message: unknown = content;
  try {
    const answer: unknown = JSON.parse(content);
    if (isJsonObject(answer)) message = answer['message'];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return new KubernetesError(status, typeof message === 'string' ? message : `the cluster answered ${status}`);
}
