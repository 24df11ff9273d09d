import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClusterObject, type Resource, resources } from '../../cluster/index.ts';
import { listPath } from '../api/paths.ts';
import { labelMatcher } from '../label-selector.ts';

export interface FakeKubernetesOptions {
  readonly objects?: readonly ClusterObject[];
  /** By `NAMESPACE/POD/CONTAINER`, and with `/previous` behind. */
  readonly logs?: Readonly<Record<string, string>>;
  /** Answers in the place of the API's own: by path, as `/api/v1/pods`. */
  readonly answers?: Readonly<Record<string, { readonly status: number; readonly body?: string }>>;
  /** The one token that is accepted; undefined: nobody is asked. */
  readonly token?: string;
}

export interface FakeKubernetes extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Every request so far: path and query, in the order of their coming. */
  readonly requests: readonly string[];
  /** The most requests that were under way at one moment. */
  readonly mostAtOnce: number;
}

/** A Kubernetes API over HTTP on loopback that serves objects page by page, one object, and logs: as much as is read of it. */
export async function fakeKubernetes(options: FakeKubernetesOptions = {}): Promise<FakeKubernetes> {
  const requests: string[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer((request, response) => {
    requests.push(decodeURIComponent(request.url ?? ''));
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    response.once('close', () => atOnce--);
    setImmediate(() => answer(request, response, options));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get mostAtOnce() {
      return mostAtOnce;
    },
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, options: FakeKubernetesOptions): void {
  const url = new URL(request.url ?? '/', 'http://kubernetes');
  const send = (status: number, body: string) => response.writeHead(status).end(body);
  if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`) {
    return void send(401, status(401, 'Unauthorized'));
  }
  const fixed = options.answers?.[url.pathname];
  if (fixed !== undefined)
    return void send(fixed.status, fixed.body ?? status(fixed.status, `refused: ${url.pathname}`));
  const log = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/log$/.exec(url.pathname);
  if (log !== null) return sendLog(url, `${log[1]}/${log[2]}`, options, send);
  for (const resource of resources) {
    const found = lookUp(resource, url.pathname, options.objects ?? []);
    if (found === undefined) continue;
    if (!Array.isArray(found)) return void send(found === null ? 404 : 200, JSON.stringify(found));
    return void send(200, JSON.stringify(page(resource, found, url.searchParams)));
  }
  send(404, status(404, 'the server could not find the requested resource'));
}

/** A list, one object, null for one that does not exist, undefined for a path of another resource. */
function lookUp(
  resource: Resource,
  path: string,
  objects: readonly ClusterObject[],
): ClusterObject[] | ClusterObject | null | undefined {
  const ofKind = objects.filter(({ kind }) => kind === resource.kind);
  if (path === listPath(resource)) return ofKind;
  const namespace = resource.namespaced ? /\/namespaces\/([^/]+)\//.exec(path)?.[1] : undefined;
  if (resource.namespaced && namespace === undefined) return undefined;
  const root = listPath(resource, namespace);
  const here = ofKind.filter(({ metadata }) => metadata.namespace === namespace);
  if (path === root) return here;
  if (!path.startsWith(`${root}/`)) return undefined;
  return here.find(({ metadata }) => metadata.name === path.slice(root.length + 1)) ?? null;
}

/** List items have no kind of their own, as in the real API. */
function page({ kind, group, version }: Resource, objects: readonly ClusterObject[], query: URLSearchParams): object {
  const matches = labelMatcher(query.get('labelSelector') ?? 'a notin (b)');
  const listed = objects.filter(({ metadata }) => matches(metadata.labels ?? {}));
  const start = Number(query.get('continue') ?? 0);
  const end = start + Number(query.get('limit') ?? listed.length);
  const items = listed.slice(start, end).map(({ kind: _kind, ...rest }) => rest);
  const metadata = end < listed.length ? { resourceVersion: '1', continue: String(end) } : { resourceVersion: '1' };
  return { kind: `${kind}List`, apiVersion: group === '' ? version : `${group}/${version}`, metadata, items };
}

function sendLog(
  url: URL,
  pod: string,
  { logs = {} }: FakeKubernetesOptions,
  send: (status: number, body: string) => unknown,
): void {
  const isPrevious = url.searchParams.get('previous') === 'true';
  const suffix = isPrevious ? '/previous' : '';
  const container = url.searchParams.get('container');
  const keys = Object.keys(logs).filter((key) => key.startsWith(`${pod}/`) && key.endsWith('/previous') === isPrevious);
  const key = container === null ? keys[0] : `${pod}/${container}${suffix}`;
  if (container === null && keys.length > 1) {
    return void send(400, status(400, `a container name must be specified for pod ${pod}`));
  }
  const log = key === undefined ? undefined : logs[key];
  if (log === undefined) return void send(400, status(400, `previous terminated container in pod "${pod}" not found`));
  const lines = log.split(/(?<=\n)/).slice(-Number(url.searchParams.get('tailLines') ?? 1e6));
  send(200, lines.join('').slice(0, Number(url.searchParams.get('limitBytes') ?? 1e9)));
}

function status(code: number, message: string): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code });
}
