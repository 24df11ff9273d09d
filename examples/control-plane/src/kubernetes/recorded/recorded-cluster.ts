import { canonicalText, isJsonObject } from '../../json.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { Cluster, ListQuery, LogQuery } from '../cluster.ts';
import { applyMergePatch } from '../merge-patch.ts';
import { apiVersionOf } from '../object.ts';
import type { KubernetesList, KubernetesObject, MergePatch, ObjectName, Resource } from '../object.ts';
import type { KnownResource } from '../resources.ts';
import { parseFieldSelector, parseLabelSelector } from '../selector.ts';
import { KubernetesError, notFound } from '../status.ts';
import { discover } from './discovery.ts';
import type { Deployment, Node, PersistentVolumeClaim, Service } from '../kinds.ts';
import type { LogSource } from './log-source.ts';
import { readRecordedLog } from './pod-log.ts';
import { page } from './page.ts';
import { reconcileClaim } from './simulation/claims.ts';
import { reconcileDeployment } from './simulation/deployments.ts';
import { refreshEndpoints } from './simulation/endpoints.ts';
import { reconcileNode } from './simulation/nodes.ts';
import { newestTime, secondsAfter } from './simulation/world.ts';
import type { World } from './simulation/world.ts';
import { ObjectStore } from './store.ts';

/** A recording that can be read like a cluster, and that answers changes as a cluster plausibly would. */
export class RecordedCluster implements Cluster {
  readonly kind = 'recorded';
  readonly #store: ObjectStore;
  readonly #logs: LogSource;
  readonly #recordedAt: string;
  #changes = 0;

  constructor(objects: readonly KubernetesObject[], logs: LogSource, additional: readonly KnownResource[] = []) {
    this.#store = new ObjectStore(objects, additional);
    this.#logs = logs;
    this.#recordedAt = newestTime(objects);
  }

  async discovery(path: string): Promise<JsonValue> {
    return discover(this.#store, path);
  }

  async isNamespaced(resource: Resource): Promise<boolean | undefined> {
    return this.#store.resource(resource)?.namespaced;
  }

  async list(resource: Resource, namespaces: readonly string[] | null, query: ListQuery): Promise<KubernetesList> {
    const { kind } = this.#known(resource);
    const hasLabels = parseLabelSelector(query.labelSelector ?? '');
    const hasFields = parseFieldSelector(query.fieldSelector ?? '');
    const found = this.#store
      .all(resource)
      .filter(({ metadata }) => namespaces === null || namespaces.includes(metadata.namespace ?? ''))
      .filter((object) => hasLabels(object) && hasFields(object));
    const { items, ...more } = page(found, query.limit, query.continue);
    return {
      kind: `${kind}List`,
      apiVersion: apiVersionOf(resource),
      metadata: { resourceVersion: this.#store.version, ...more },
      items,
    };
  }

  async get(resource: Resource, name: ObjectName): Promise<KubernetesObject> {
    this.#known(resource);
    const found = this.#store.get(resource, name);
    if (found === undefined) throw notFound(resource.plural, resource.group, name.name);
    return found;
  }

  log(namespace: string, pod: string, query: LogQuery): Promise<string> {
    return readRecordedLog(this.#store, this.#logs, { namespace, pod, query });
  }

  async patch(resource: Resource, name: ObjectName, patch: MergePatch): Promise<KubernetesObject> {
    const before = await this.get(resource, name);
    const { metadata, ...changes } = patch;
    const expected = isJsonObject(metadata) ? metadata['resourceVersion'] : undefined;
    if (expected !== undefined && expected !== before.metadata.resourceVersion) {
      throw new KubernetesError(
        409,
        `Operation cannot be fulfilled on ${resource.plural} "${name.name}": the object has been modified; ` +
          'please apply your changes to the latest version and try again',
      );
    }
    const asJson = before as KubernetesObject & JsonObject;
    const merged = applyMergePatch(asJson, { ...changes, ...(metadata !== undefined && { metadata }) });
    const after = merged as KubernetesObject & JsonObject;
    if (canonicalText(asJson) === canonicalText(after)) return before;
    const isSpecChanged = canonicalText(asJson['spec']) !== canonicalText(after['spec']);
    const generation = (before.metadata.generation ?? 1) + 1;
    return this.#settle(before, isSpecChanged ? { ...after, metadata: { ...after.metadata, generation } } : after);
  }

  async apply(resource: Resource, object: KubernetesObject): Promise<KubernetesObject> {
    this.#known(resource);
    const { namespace = null, name } = object.metadata;
    const before = this.#store.get(resource, { namespace, name });
    if (before !== undefined) return this.patch(resource, { namespace, name }, object as KubernetesObject & JsonObject);
    const creationTimestamp = this.#nextWorld().time;
    return this.#store.put({ ...object, metadata: { ...object.metadata, creationTimestamp, generation: 1 } });
  }

  /** Nothing is held: files are read and closed. */
  close(): void {}

  #settle(before: KubernetesObject, after: KubernetesObject): KubernetesObject {
    const world = this.#nextWorld();
    const stored = this.#store.put(after);
    if (stored.kind === 'Deployment') return reconcileDeployment(world, before as Deployment, stored as Deployment);
    if (stored.kind === 'Node') return reconcileNode(world, stored as Node);
    if (stored.kind === 'PersistentVolumeClaim') return reconcileClaim(world, stored as PersistentVolumeClaim);
    if (stored.kind === 'Service') refreshEndpoints(world, stored as Service);
    return stored;
  }

  #nextWorld(): World {
    this.#changes += 1;
    return { store: this.#store, time: secondsAfter(this.#recordedAt, this.#changes) };
  }

  #known(resource: Resource): KnownResource {
    const known = this.#store.resource(resource);
    if (known === undefined) throw new KubernetesError(404, 'the server could not find the requested resource');
    return known;
  }
}
