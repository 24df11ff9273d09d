import {
  type ClusterQuery,
  type ClusterResource,
  HexaopsError,
  type KubernetesObject,
  type OfferedResource,
} from '@hexaops/core';
import { isFatal, read, reasonFor } from '../source/api/answers.ts';
import { ByteBudget } from '../source/api/byte-budget.ts';
import type { FetchKubernetes } from '../source/api/fetch.ts';
import { pagesOf } from '../source/api/pages.ts';
import { NotAList, parseJson } from '../source/parse-list.ts';
import type { ReadContext } from '../source/index.ts';
import { isSecrets } from './helm-records.ts';
import type { Listed, ObjectPlace } from './object-place.ts';
import { rawObjects } from './raw-objects.ts';

/** Objects of one page at first. A release record may have a megabyte, other objects have some kilobytes. */
const pageSize = 500;
const recordsOfPage = 25;

/** Objects behind the Kubernetes API, wherever that is: `open` gives the way there, and may fail. */
export class ApiObjects implements ObjectPlace {
  readonly #open: () => Promise<FetchKubernetes>;

  constructor(open: () => Promise<FetchKubernetes>) {
    this.#open = open;
  }

  async list(resource: ClusterResource, query: ClusterQuery, context: ReadContext): Promise<Listed> {
    const fetch = new ByteBudget(context.byteCap).meter(await this.#open());
    const items: KubernetesObject[] = [];
    try {
      for await (const page of pages(fetch, resource, query, context)) items.push(...(page?.items ?? []));
      return { items, truncated: false };
    } catch (error) {
      const isCut = HexaopsError.is(error, 'result-too-large');
      if (error instanceof NotAList) {
        throw new HexaopsError('cluster-unavailable', `${resource.resource}: ${error.message}`, { cause: error });
      }
      if (items.length === 0 || (isFatal(error) && !isCut)) throw error;
      return { items, truncated: isCut, reason: reasonFor(error) };
    }
  }

  async offered(
    api: Pick<ClusterResource, 'group' | 'version'>,
    context: ReadContext,
  ): Promise<readonly OfferedResource[]> {
    const fetch = await this.#open();
    const body = await read(fetch, rootOf(api), { ...context, query: {} });
    if (body === undefined) return [];
    const document = parseDocument(body, rootOf(api));
    return resourcesOf(document).flatMap((offered) => {
      const { name, kind, namespaced } = offered;
      if (typeof name !== 'string' || typeof kind !== 'string' || !/^[a-z][a-z0-9]*$/.test(name)) return [];
      return [{ group: api.group, version: api.version, resource: name, kind, namespaced: namespaced === true }];
    });
  }

  queryOf(resource: ClusterResource, { namespace, name, labelSelector, fieldSelector }: ClusterQuery): string {
    const parameters = Object.entries({ labelSelector, fieldSelector }).filter(([, value]) => value !== undefined);
    const query = parameters.map(([key, value]) => `${key}=${value}`).join('&');
    return `GET ${pathOf(resource, namespace, name)}${query === '' ? '' : `?${query}`}`;
  }
}

async function* pages(
  fetch: FetchKubernetes,
  resource: ClusterResource,
  { namespace, name, labelSelector, fieldSelector }: ClusterQuery,
  context: ReadContext,
): ReturnType<typeof pagesOf<KubernetesObject>> {
  const path = pathOf(resource, namespace, name);
  if (name !== undefined) {
    const body = await read(fetch, path, { ...context, query: {} });
    yield body === undefined ? undefined : rawObjects(parseJson(body));
    return;
  }
  const query = {
    ...(labelSelector !== undefined && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
  };
  yield* pagesOf(fetch, path, { ...context, query }, isSecrets(resource) ? recordsOfPage : pageSize, rawObjects);
}

function rootOf({ group, version }: Pick<ClusterResource, 'group' | 'version'>): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

function pathOf(resource: ClusterResource, namespace: string | undefined, name: string | undefined): string {
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${rootOf(resource)}${place}/${resource.resource}${object}`;
}

function parseDocument(body: string, path: string): unknown {
  try {
    return parseJson(body);
  } catch (cause) {
    throw new HexaopsError('cluster-unavailable', `${path} answers with what is not JSON`, { cause });
  }
}

type Offered = Readonly<Partial<Record<'name' | 'kind' | 'namespaced', unknown>>>;

function resourcesOf(document: unknown): readonly Offered[] {
  if (typeof document !== 'object' || document === null || !('resources' in document)) return [];
  const { resources } = document;
  if (!Array.isArray(resources)) return [];
  return resources.filter((entry): entry is Offered => typeof entry === 'object' && entry !== null);
}
