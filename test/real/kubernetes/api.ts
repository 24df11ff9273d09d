import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
}

/** What the API server answered other than 2xx. */
export class ApiError extends Error {
  readonly status: number;

  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} ${path} answered ${status}: ${body.slice(0, 500)}`);
    this.name = 'ApiError';
    this.status = status;
  }
}

export interface WatchEvent {
  readonly type: string;
  readonly object: KubernetesObject;
}

interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
}

/**
 * The least client of the Kubernetes API that the tests need to set a scene and to look at it. It is written apart from
 * the worker's own client, so that a mistake there is not made here too.
 */
export class KubernetesApi implements Disposable {
  readonly #server: string;
  readonly #token: string;
  readonly #agent: Agent;
  readonly #resources = new Map<string, Promise<Map<string, Resource>>>();

  constructor(server: string, certificate: string, token: string) {
    this.#server = server;
    this.#token = token;
    this.#agent = new Agent({ ca: certificate, keepAlive: true });
  }

  /** The parsed answer to a call on a path such as `/api/v1/nodes`. Throws `ApiError` for all but 2xx. */
  async call<T = KubernetesObject>(method: string, path: string, body?: unknown, contentType?: string): Promise<T> {
    const response = await this.#send(method, path, body, contentType);
    return JSON.parse(await text(response)) as T;
  }

  async text(path: string): Promise<string> {
    return text(await this.#send('GET', path));
  }

  async list(path: string): Promise<KubernetesObject[]> {
    return (await this.call<{ items: KubernetesObject[] }>('GET', path)).items;
  }

  /** Server-side apply: creates what is missing, changes what differs. In the order given. */
  async apply(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects) {
      const path = `${await this.path(object)}?fieldManager=hexaops-test&force=true`;
      await this.call('PATCH', path, object, 'application/apply-patch+yaml');
    }
  }

  /** Has the server create the object without keeping it, refusing what it does not know. */
  async dryRun(object: KubernetesObject): Promise<void> {
    const path = `${await this.path(object)}?fieldManager=hexaops-test&force=true&dryRun=All&fieldValidation=Strict`;
    await this.call('PATCH', path, object, 'application/apply-patch+yaml');
  }

  /** A JSON merge patch of the object's status. */
  async patchStatus(object: KubernetesObject, status: unknown): Promise<void> {
    await this.call('PATCH', `${await this.path(object)}/status`, { status }, 'application/merge-patch+json');
  }

  /** The path of one object, from what the server says about its kinds. */
  async path({ apiVersion, kind, metadata }: KubernetesObject): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resource = (await this.#kinds(root)).get(kind);
    if (resource === undefined) throw new Error(`The server has no kind ${kind} in ${apiVersion}.`);
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}${namespace}/${resource.name}/${metadata.name}`;
  }

  /** Changes to a list since its beginning, until the signal aborts or the server ends the watch. */
  async *watch(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    const response = await this.#send('GET', `${path}?watch=true`, undefined, undefined, signal);
    for await (const line of createInterface({ input: response })) yield JSON.parse(line) as WatchEvent;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  #kinds(root: string): Promise<Map<string, Resource>> {
    const known = this.#resources.get(root);
    if (known !== undefined) return known;
    const asked = this.call<{ resources: (Resource & { kind: string })[] }>('GET', root).then(
      ({ resources }) => new Map(resources.filter(({ name }) => !name.includes('/')).map((r) => [r.kind, r])),
    );
    this.#resources.set(root, asked);
    return asked;
  }

  async #send(
    method: string,
    path: string,
    body?: unknown,
    contentType = 'application/json',
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}` };
    const content = body === undefined ? undefined : JSON.stringify(body);
    if (content !== undefined) {
      headers['content-type'] = contentType;
      headers['content-length'] = String(Buffer.byteLength(content));
    }
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${this.#server}${path}`, { method, headers, agent: this.#agent, ...(signal && { signal }) }, resolve)
        .once('error', reject)
        .end(content);
    });
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) throw new ApiError(method, path, status, await text(response));
    return response;
  }
}
