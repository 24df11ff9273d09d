import { type ErrorCode, HexaopsError } from '@hexaops/core';
import { type Kind, type ObjectsByKind, qualifiedName, type Resource } from '../../cluster/index.ts';
import { labelMatcher } from '../label-selector.ts';
import { NotAList, parseJson, parseList } from '../parse-list.ts';
import type { ListRequest, ObjectList } from '../source.ts';
import { isFatal, read, reasonFor } from './answers.ts';
import type { FetchKubernetes, FetchOptions } from './fetch.ts';
import { type Page, pagesOf } from './pages.ts';
import { listPath, objectPath } from './paths.ts';

/** Objects of one page at first; fewer when a page is over the byte cap. */
const pageSize = 500;

/**
 * All objects of one kind, in a namespace or everywhere, page by page. What this user may not read, and what the cluster
 * does not have, comes as `unavailable`; so does the rest of a list of which a part was read. Raises what ends a reading.
 */
export async function readList<K extends Kind>(
  fetch: FetchKubernetes,
  resource: Resource & { readonly kind: K },
  request: ListRequest,
  options: Omit<FetchOptions, 'query'>,
): Promise<ObjectList<K>> {
  const items: ObjectsByKind[K][] = [];
  const { namespace } = request;
  const source = namespace === undefined ? qualifiedName(resource) : `${qualifiedName(resource)} in ${namespace}`;
  const unavailable = (code: ErrorCode, reason: string) => ({
    source,
    reason,
    code,
    kind: resource.kind,
    ...(namespace !== undefined && { namespace }),
  });
  try {
    for await (const page of listed(fetch, resource, request, options)) {
      if (page === undefined)
        return { items, truncated: false, unavailable: unavailable('not-found', 'the cluster does not have it') };
      for (const item of page.items) items.push(item);
    }
    return { items, truncated: false };
  } catch (error) {
    if (isFatal(error) && !(error instanceof NotAList)) throw error;
    return {
      items,
      truncated: HexaopsError.is(error, 'result-too-large'),
      unavailable: unavailable(HexaopsError.is(error) ? error.code : 'cluster-unavailable', reasonFor(error)),
    };
  }
}

async function* listed<K extends Kind>(
  fetch: FetchKubernetes,
  resource: Resource & { readonly kind: K },
  { namespace, name, labelSelector }: ListRequest,
  options: Omit<FetchOptions, 'query'>,
): AsyncGenerator<Page<ObjectsByKind[K]> | undefined> {
  if (name !== undefined) {
    const body = await read(fetch, objectPath(resource, namespace, name), { ...options, query: {} });
    yield body === undefined ? { items: [], next: undefined } : parseList(parseJson(body), resource, namespace);
    return;
  }
  // Read here for its mistakes alone: the cluster does the choosing.
  if (labelSelector !== undefined) labelMatcher(labelSelector);
  const query = labelSelector === undefined ? {} : { labelSelector };
  const parse = (document: unknown) => parseList(document, resource, namespace);
  yield* pagesOf(fetch, listPath(resource, namespace), { ...options, query }, pageSize, parse);
}
