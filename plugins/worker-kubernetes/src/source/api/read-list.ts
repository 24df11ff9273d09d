import { type ErrorCode, HexaopsError } from '@hexaops/core';
import { type Kind, type ObjectsByKind, qualifiedName, type Resource } from '../../cluster/index.ts';
import { labelMatcher } from '../label-selector.ts';
import { NotAList, parseJson, parseList, type ParsedList } from '../parse-list.ts';
import type { ListRequest, ObjectList } from '../source.ts';
import { isFatal, read, reasonFor } from './answers.ts';
import type { FetchKubernetes, FetchOptions } from './fetch.ts';
import { listPath, objectPath } from './paths.ts';

/** Objects of one page at first; fewer when a page is over the byte cap. */
const pageSize = 500;
/** Pages of one list: what a server that never ends can cost. */
const mostPages = 1000;

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
    for await (const page of pagesOf(fetch, resource, request, options)) {
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

async function* pagesOf<K extends Kind>(
  fetch: FetchKubernetes,
  resource: Resource & { readonly kind: K },
  { namespace, name, labelSelector }: ListRequest,
  options: Omit<FetchOptions, 'query'>,
): AsyncGenerator<ParsedList<K> | undefined> {
  if (name !== undefined) {
    const body = await read(fetch, objectPath(resource, namespace, name), { ...options, query: {} });
    yield body === undefined ? { items: [], next: undefined } : parseList(parseJson(body), resource, namespace);
    return;
  }
  const path = listPath(resource, namespace);
  // Read here for its mistakes alone: the cluster does the choosing.
  if (labelSelector !== undefined) labelMatcher(labelSelector);
  let next: string | undefined;
  for (let count = 0, limit = pageSize; count < mostPages; count++) {
    const query = {
      limit: String(limit),
      ...(labelSelector !== undefined && { labelSelector }),
      ...(next !== undefined && { continue: next }),
    };
    let body: string | undefined;
    try {
      body = await read(fetch, path, { ...options, query });
    } catch (error) {
      if (!HexaopsError.is(error, 'result-too-large') || limit === 1) throw error;
      limit = Math.ceil(limit / 8);
      continue;
    }
    if (body === undefined) {
      yield undefined;
      return;
    }
    const page = parseList(parseJson(body), resource, namespace);
    yield page;
    next = page.next;
    if (next === undefined) return;
  }
  throw new HexaopsError('result-too-large', `the list has more than ${mostPages} pages`);
}
