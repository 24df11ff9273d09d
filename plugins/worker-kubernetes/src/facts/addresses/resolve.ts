import type { ClusterIndex, ServiceView } from '../cluster-index.ts';
import { within } from '../spelling.ts';

/** What a host name means inside of the cluster. */
export type Resolution =
  /** No name of the cluster: nothing can be said. */
  | { readonly kind: 'external' }
  | { readonly kind: 'service'; readonly view: ServiceView }
  /**
   * A name of the cluster that no service has. `nearest`: a service that it may have been meant to be. `domain`: the
   * service is there, and the rest of the name is not the cluster's.
   */
  | {
      readonly kind: 'missing';
      readonly namespace: string;
      readonly name: string;
      readonly nearest: ServiceView | undefined;
      readonly domain: boolean;
    };

const usualDomains: ReadonlySet<string> = new Set(['cluster.local']);

/** As the resolver of a pod of `namespace` does, with the search domains of Kubernetes. `domains`: those that the cluster may have. */
export function resolveHost(
  index: ClusterIndex,
  namespace: string,
  host: string,
  domains: ReadonlySet<string> = usualDomains,
): Resolution {
  if (host === 'localhost' || /^[\d.]+$/.test(host) || host.includes(':') || host.startsWith('kubernetes.'))
    return { kind: 'external' };
  const parts = host.split('.');
  const [first = '', second, third] = parts;
  const find = (ns: string, name: string): Resolution | undefined => {
    const view = index.service(ns, name);
    return view === undefined ? undefined : { kind: 'service', view };
  };
  if (second === undefined) return find(namespace, first) ?? missing(index, namespace, first);
  if (third === 'svc') {
    const known = find(second, first);
    const domain = parts.slice(3).join('.');
    if (known?.kind === 'service' && domain !== '' && !domains.has(domain)) {
      return { kind: 'missing', namespace: second, name: first, nearest: known.view, domain: true };
    }
    return known ?? missing(index, second, first, namespace);
  }
  if (parts.length === 2) {
    // name.namespace, or one pod of a StatefulSet: pod.service
    const known = find(second, first) ?? find(namespace, second);
    if (known !== undefined) return known;
    return index.snapshot.namespaces.includes(second) ? missing(index, second, first, namespace) : { kind: 'external' };
  }
  if (parts[3] === 'svc') return find(third ?? '', second) ?? missing(index, third ?? '', second, namespace);
  return { kind: 'external' };
}

function missing(index: ClusterIndex, namespace: string, name: string, callerNamespace = namespace): Resolution {
  if (!index.snapshot.covers('Service', namespace) && index.snapshot.namespaces.includes(namespace))
    return { kind: 'external' };
  const elsewhere = index.service(callerNamespace, name);
  const candidates = index.services.filter(({ object }) => object.namespace === callerNamespace);
  const alike = (limit: number) => candidates.find(({ object }) => within(object.name, name, limit));
  const part = candidates.find(
    ({ object }) => object.name.length > 3 && (name.startsWith(object.name) || object.name.startsWith(`${name}-`)),
  );
  return {
    kind: 'missing',
    namespace,
    name,
    nearest: elsewhere ?? alike(2) ?? part ?? alike(Math.min(4, Math.floor(name.length / 3))),
    domain: elsewhere !== undefined,
  };
}
