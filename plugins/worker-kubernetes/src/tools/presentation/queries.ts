import type { EvidenceDraft } from '@hexaops/core';
import { type Kind, resourceOf } from '../../cluster/index.ts';
import { listPath, type LogRequest } from '../../source/index.ts';

export type SourceKind = 'control-plane' | 'kubeconfig' | 'bundle';

/**
 * The exact query of a reading, so that a person can ask it again: a request to the Kubernetes API, or the file of a
 * support bundle. Raises `input-invalid` for names that no object can have.
 */
export class Queries {
  readonly #source: SourceKind;

  constructor(source: SourceKind) {
    this.#source = source;
  }

  /** The `source` of evidence. */
  get system(): EvidenceDraft['source'] {
    return this.#source === 'bundle' ? 'support-bundle' : 'kubernetes';
  }

  /** All namespaces where none is given. */
  list(kind: Kind, namespace?: string): string {
    const { plural, namespaced, bundleNames } = resourceOf(kind);
    const [folder = plural] = bundleNames;
    if (this.#source === 'bundle') {
      return `support-bundle cluster-resources/${folder}${namespaced ? `/${namespace ?? '*'}` : ''}.json`;
    }
    return `GET ${listPath(resourceOf(kind), namespace)}`;
  }

  get(kind: Kind, namespace: string | undefined, name: string): string {
    if (this.#source === 'bundle') return `${this.list(kind, namespace)} (metadata.name = ${name})`;
    return `${this.list(kind, namespace)}/${name}`;
  }

  /** Without a namespace: events of objects that have none, which are kept in `default`. */
  eventsOf(namespace: string | undefined, name: string): string {
    const place = namespace ?? 'default';
    if (this.#source === 'bundle') return `${this.list('Event', place)} (involvedObject.name = ${name})`;
    return `${this.list('Event', place)}?fieldSelector=involvedObject.name=${name}`;
  }

  /** What is recorded beside the cluster's objects: only a bundle has it. */
  recorded(what: string, name: string): string {
    return `support-bundle evidence/ (${what}, ${name})`;
  }

  log({ namespace, pod, container, previous, sinceSeconds, tailLines }: LogRequest): string {
    if (this.#source === 'bundle') {
      const file = `${container ?? '*'}${previous === true ? '-previous' : ''}.log`;
      return `support-bundle cluster-resources/pods/logs/${namespace}/${pod}/${file}`;
    }
    const parameters = Object.entries({ container, previous, sinceSeconds, tailLines })
      .filter(([, value]) => value !== undefined && value !== false)
      .map(([name, value]) => `${name}=${String(value)}`);
    const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
    return `${this.get('Pod', namespace, pod)}/log${query}`;
  }
}
