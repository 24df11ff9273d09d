import { type Kind, type ObjectsByKind, resourceOf, type Resource } from '../../cluster/index.ts';
import type { ListRequest, ObjectList } from '../source.ts';
import type { FetchKubernetes, FetchOptions } from './fetch.ts';
import { readList } from './read-list.ts';

/** Namespaces that are read one by one, when a kind may not be listed everywhere. */
const mostNamespaces = 50;

export interface NamespaceList<K extends Kind> extends ObjectList<K> {
  /** Undefined: everywhere. */
  readonly namespace: string | undefined;
}

/**
 * A list in its namespace or, when none is asked for, everywhere; where this user may not list everywhere, in each
 * namespace that `namespaces` gives.
 */
export async function readAnywhere<K extends Kind>(
  fetch: FetchKubernetes,
  resource: Resource & { readonly kind: K },
  request: ListRequest,
  options: Omit<FetchOptions, 'query'>,
  namespaces: () => Promise<readonly string[]>,
): Promise<NamespaceList<K>[]> {
  const { namespace } = request;
  const list = await readList(fetch, resource, request, options);
  const isRefused = resource.namespaced && namespace === undefined && list.unavailable?.code === 'forbidden';
  const named = isRefused ? await namespaces() : [];
  if (named.length === 0) return [{ ...list, namespace }];
  const lists: NamespaceList<K>[] = [];
  for (const each of named.slice(0, mostNamespaces)) {
    lists.push({ ...(await readList(fetch, resource, { ...request, namespace: each }, options)), namespace: each });
  }
  const left = named.length - mostNamespaces;
  if (left > 0) {
    const reason = `at most ${mostNamespaces} namespaces are read one by one: name those that matter`;
    const unavailable = { source: `${resource.plural} of ${left} more namespaces`, reason, kind: resource.kind };
    lists.push({ items: [], truncated: true, unavailable, namespace: undefined });
  }
  return lists;
}

/** The names of the namespaces, read once and only when they are wanted; none when they may not be listed. */
export function namespaceNames(
  fetch: FetchKubernetes,
  options: Omit<FetchOptions, 'query'>,
): () => Promise<readonly string[]> {
  const resource = { ...resourceOf('Namespace'), kind: 'Namespace' } as const;
  let names: Promise<readonly string[]> | undefined;
  return () =>
    (names ??= readList(fetch, resource, {}, options).then(
      ({ items }: { items: readonly ObjectsByKind['Namespace'][] }) => items.map(({ metadata }) => metadata.name),
    ));
}
