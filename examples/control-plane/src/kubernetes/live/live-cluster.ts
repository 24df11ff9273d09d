import { isJsonObject } from '../../json.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { Cluster, ListQuery, LogQuery } from '../cluster.ts';
import type { KubernetesList, KubernetesObject, MergePatch, ObjectName, Resource } from '../object.ts';
import { apiVersionOf } from '../object.ts';
import { knownResources } from '../resources.ts';
import { KubernetesError } from '../status.ts';
import { ApiServer } from './api-server.ts';
import type { ApiServerOptions } from './api-server.ts';

/** A real cluster, reached with the control plane's own credential. */
export class LiveCluster implements Cluster {
  readonly kind = 'live';
  readonly #server: ApiServer;
  /** By group and version, plurals and whether they are namespaced. Kept while the process lives. */
  readonly #discovered = new Map<string, ReadonlyMap<string, boolean>>();

  constructor(options: ApiServerOptions) {
    this.#server = new ApiServer(options);
  }

  close(): void {
    this.#server.close();
  }

  discovery(path: string): Promise<JsonValue> {
    return this.#server.json({ method: 'GET', path });
  }

  async isNamespaced(resource: Resource): Promise<boolean | undefined> {
    const known = knownResources.find(
      ({ group, version, plural }) =>
        group === resource.group && version === resource.version && plural === resource.plural,
    );
    if (known !== undefined) return known.namespaced;
    const path = groupPath(resource);
    let found = this.#discovered.get(path);
    if (found === undefined) {
      found = resourcesListed(await this.discovery(path));
      this.#discovered.set(path, found);
    }
    return found.get(resource.plural);
  }

  /** Namespace by namespace, so that the API server itself never answers about any other. */
  async list(resource: Resource, namespaces: readonly string[] | null, query: ListQuery): Promise<KubernetesList> {
    if (namespaces === null) return this.#listAt(`${groupPath(resource)}/${resource.plural}`, query);
    const start = query.continue === undefined ? { index: 0 } : decodePosition(query.continue);
    const gathered: KubernetesObject[] = [];
    let list: KubernetesList | undefined;
    let upstream: string | undefined = start.continue;
    for (let index = start.index; index < namespaces.length;) {
      const { continue: _ours, limit, ...selectors } = query;
      list = await this.#listAt(`${groupPath(resource)}/namespaces/${namespaces[index]}/${resource.plural}`, {
        ...selectors,
        ...(limit !== undefined && { limit: limit - gathered.length }),
        ...(upstream !== undefined && { continue: upstream }),
      });
      gathered.push(...list.items);
      upstream = list.metadata.continue === '' ? undefined : list.metadata.continue;
      if (upstream === undefined) index += 1;
      if (limit !== undefined && gathered.length >= limit && index < namespaces.length) {
        return { ...list, items: gathered, metadata: { continue: encodePosition({ index, continue: upstream }) } };
      }
    }
    if (list === undefined) return { kind: 'List', apiVersion: apiVersionOf(resource), metadata: {}, items: [] };
    const { resourceVersion } = list.metadata;
    return { ...list, items: gathered, metadata: { ...(resourceVersion !== undefined && { resourceVersion }) } };
  }

  async get(resource: Resource, name: ObjectName): Promise<KubernetesObject> {
    return asObject(await this.#server.json({ method: 'GET', path: objectPath(resource, name) }));
  }

  log(namespace: string, pod: string, query: LogQuery): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
    return this.#server.text({ method: 'GET', path, query: { ...query } });
  }

  async patch(resource: Resource, name: ObjectName, patch: MergePatch): Promise<KubernetesObject> {
    const body = { type: 'application/merge-patch+json', content: patch };
    return asObject(await this.#server.json({ method: 'PATCH', path: objectPath(resource, name), body }));
  }

  async apply(resource: Resource, object: KubernetesObject): Promise<KubernetesObject> {
    const { namespace = null, name } = object.metadata;
    const body = { type: 'application/apply-patch+yaml', content: object as KubernetesObject & JsonObject };
    const query = { fieldManager: 'control-plane', force: true };
    return asObject(
      await this.#server.json({ method: 'PATCH', path: objectPath(resource, { namespace, name }), query, body }),
    );
  }

  async #listAt(path: string, query: ListQuery): Promise<KubernetesList> {
    const answer = await this.#server.json({ method: 'GET', path, query: { ...query } });
    if (!isJsonObject(answer) || !Array.isArray(answer['items'])) {
      throw new KubernetesError(502, 'the cluster answered with no list');
    }
    const list = answer as JsonObject & KubernetesList;
    const kind = list.kind.replace(/List$/, '');
    // The API server leaves kind and apiVersion out of a list's items.
    return { ...list, items: list.items.map((item) => ({ ...item, kind, apiVersion: list.apiVersion })) };
  }
}

interface Position {
  readonly index: number;
  readonly continue?: string | undefined;
}

function encodePosition(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function decodePosition(token: string): Position {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (isJsonObject(position) && Number.isSafeInteger(position['index'])) {
      const upstream = position['continue'];
      return { index: Number(position['index']), ...(typeof upstream === 'string' && { continue: upstream }) };
    }
  } catch (error) {
    throw new KubernetesError(400, 'continue key is not valid', { cause: error });
  }
  throw new KubernetesError(400, 'continue key is not valid');
}

function groupPath(resource: Resource): string {
  return `/${resource.group === '' ? 'api' : 'apis'}/${apiVersionOf(resource)}`;
}

function objectPath(resource: Resource, { namespace, name }: ObjectName): string {
  const scope = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${groupPath(resource)}${scope}/${resource.plural}/${encodeURIComponent(name)}`;
}

function resourcesListed(discovery: JsonValue): ReadonlyMap<string, boolean> {
  const resources = isJsonObject(discovery) ? discovery['resources'] : undefined;
  const listed = (Array.isArray(resources) ? resources : []).filter(isJsonObject);
  return new Map(listed.map(({ name, namespaced }) => [name as string, namespaced === true]));
}

function asObject(answer: JsonValue): KubernetesObject {
  if (isJsonObject(answer) && isJsonObject(answer['metadata'])) return answer as JsonObject & KubernetesObject;
  throw new KubernetesError(502, 'the cluster answered with no object');
}
