import { HexaopsError } from '@hexaops/core';
import { parseJson } from '../parse-list.ts';
import { read } from './answers.ts';
import type { FetchKubernetes, FetchOptions } from './fetch.ts';

/** Pages of one list: what a server that never ends can cost. */
const mostPages = 1000;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The API's token for the next page. */
  readonly next: string | undefined;
}

/**
 * A list of the API, page by page: `size` objects at first, fewer where a page is over the byte cap. Undefined where the
 * cluster does not have such a list. Raises what `read` and `parse` raise, and `result-too-large`.
 */
export async function* pagesOf<Item>(
  fetch: FetchKubernetes,
  path: string,
  { query: asked, ...options }: FetchOptions,
  size: number,
  parse: (document: unknown) => Page<Item>,
): AsyncGenerator<Page<Item> | undefined> {
  let next: string | undefined;
  for (let count = 0, limit = size; count < mostPages; count++) {
    const query = { limit: String(limit), ...asked, ...(next !== undefined && { continue: next }) };
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
    const page = parse(parseJson(body));
    yield page;
    next = page.next;
    if (next === undefined) return;
  }
  throw new HexaopsError('result-too-large', `the list has more than ${mostPages} pages`);
}
