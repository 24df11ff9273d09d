import { createServer, type Server } from 'node:https';
import type { Pod } from './pod-state.ts';

/**
 * The part of a kubelet's own API that the API server asks for container logs. Logs stand in annotations of the pod:
 * `stub/log`, and `stub/previous-log` for the container before the last restart. All containers of a pod say the same.
 */
export class PodLogs {
  readonly server: Server;
  readonly #pods = new Map<string, Pod>();

  constructor(cert: Buffer, key: Buffer) {
    this.server = createServer({ cert, key }, (request, response) => {
      const url = new URL(request.url ?? '/', 'https://kubelet');
      const text = this.#read(url);
      response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain' });
      response.end(text ?? `no such log: ${url.pathname}${url.search}`);
    });
  }

  remember(pod: Pod): void {
    this.#pods.set(`${pod.metadata.namespace}/${pod.metadata.name}`, pod);
  }

  #read({ pathname, searchParams }: URL): string | undefined {
    const [, verb, namespace, name] = pathname.split('/');
    const pod = verb === 'containerLogs' ? this.#pods.get(`${namespace}/${name}`) : undefined;
    if (pod === undefined) return undefined;
    const { annotations = {} } = pod.metadata;
    const text =
      searchParams.get('previous') === 'true' ? annotations['stub/previous-log'] : (annotations['stub/log'] ?? '');
    if (text === undefined) return undefined;
    const stamp = searchParams.get('timestamps') === 'true' ? `${new Date().toISOString()} ` : '';
    const lines = text.split('\n').filter((line) => line !== '');
    const tail = searchParams.get('tailLines');
    return lines
      .slice(tail === null ? 0 : -Number(tail))
      .map((line) => `${stamp}${line}\n`)
      .join('');
  }
}
