import type { JsonValue } from '../json.ts';
import type { Workspace } from '../people/people.ts';
import type { Cluster, ListQuery, LogQuery } from './cluster.ts';
import type { KubernetesList, KubernetesObject, Resource } from './object.ts';
import type { ApiRequest } from './path.ts';
import { KubernetesError } from './status.ts';
import { visibleTo } from './visibility.ts';
import type { Viewer } from './visibility.ts';

/** Objects of the whole cluster that a workspace may see, of those that are not somebody's own. */
const sharedResources: ReadonlySet<string> = new Set([
  'clusterrolebindings',
  'clusterroles',
  'csidrivers',
  'csinodes',
  'customresourcedefinitions',
  'ingressclasses',
  'mutatingwebhookconfigurations',
  'namespaces',
  'nodes',
  'persistentvolumes',
  'priorityclasses',
  'runtimeclasses',
  'storageclasses',
  'validatingwebhookconfigurations',
  'volumeattachments',
  'volumesnapshotclasses',
]);

/** What a workspace gets to see of a cluster: its own namespaces, what all share, and nothing else. */
export class WorkspaceBoundary {
  readonly #cluster: Cluster;
  readonly #viewer: Viewer;
  readonly #workspace: Workspace;

  constructor(cluster: Cluster, viewer: Viewer) {
    this.#cluster = cluster;
    this.#viewer = viewer;
    this.#workspace = viewer.workspace;
  }

  /** Text for a log, JSON for everything else. */
  async answer(
    request: ApiRequest,
    query: ListQuery & LogQuery,
  ): Promise<JsonValue | KubernetesList | KubernetesObject> {
    switch (request.ask) {
      case 'discovery':
        return this.#cluster.discovery(request.path);
      case 'log':
        this.#requireOwn(request.namespace);
        return this.#cluster.log(request.namespace, request.pod, query);
      case 'list':
        return this.#list(request.resource, request.namespace, query);
      default:
        return this.#get(request.resource, request.namespace, request.name);
    }
  }

  async #list(resource: Resource, namespace: string | null, query: ListQuery): Promise<KubernetesList> {
    if (namespace !== null) this.#requireOwn(namespace);
    const own = namespace === null ? this.#workspace.namespaces : [namespace];
    const scope = (await this.#isNamespaced(resource, namespace)) ? own : null;
    const list = await this.#cluster.list(resource, scope, query);
    const items = list.items.flatMap((object) => visibleTo(this.#viewer, object) ?? []);
    return { ...list, items };
  }

  async #get(resource: Resource, namespace: string | null, name: string): Promise<KubernetesObject> {
    if (namespace !== null) this.#requireOwn(namespace);
    if (resource.group === '' && resource.plural === 'namespaces') this.#requireOwn(name);
    const isNamespaced = await this.#isNamespaced(resource, namespace);
    if (isNamespaced && namespace === null) throw unknownResource();
    const visible = visibleTo(this.#viewer, await this.#cluster.get(resource, { namespace, name }));
    if (visible === undefined) throw this.#forbidden(`${resource.plural} "${name}"`);
    return visible;
  }

  async #isNamespaced(resource: Resource, namespace: string | null): Promise<boolean> {
    const isNamespaced = await this.#cluster.isNamespaced(resource);
    if (isNamespaced === undefined || (!isNamespaced && namespace !== null)) throw unknownResource();
    if (!isNamespaced && !sharedResources.has(resource.plural)) throw this.#forbidden(resource.plural);
    return isNamespaced;
  }

  #requireOwn(namespace: string): void {
    if (!this.#workspace.namespaces.includes(namespace)) throw this.#forbidden(`namespace "${namespace}"`);
  }

  #forbidden(what: string): KubernetesError {
    return new KubernetesError(403, `${what} is forbidden: it does not belong to workspace ${this.#workspace.id}`);
  }
}

function unknownResource(): KubernetesError {
  return new KubernetesError(404, 'the server could not find the requested resource');
}
