import type { JsonValue } from '../json.ts';
import type { KubernetesList, KubernetesObject, MergePatch, ObjectName, Resource } from './object.ts';

export interface ListQuery {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
}

export interface LogQuery {
  readonly container?: string;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly sinceTime?: string;
  readonly limitBytes?: number;
}

/**
 * A cluster with the control plane's own privileges. It knows nothing of workspaces: who may see or change what is
 * decided before it is called. Every refusal is a `KubernetesError`. Objects that it hands out must not be changed.
 */
export interface Cluster {
  readonly kind: 'recorded' | 'live';
  /** `/version`, `/api`, `/apis`, `/api/v1` or `/apis/GROUP/VERSION`. */
  discovery(path: string): Promise<JsonValue>;
  /** Undefined when the cluster serves no such resource. */
  isNamespaced(resource: Resource): Promise<boolean | undefined>;
  /** `namespaces` null lists objects of the whole cluster; otherwise the objects of these namespaces and of no other. */
  list(resource: Resource, namespaces: readonly string[] | null, query: ListQuery): Promise<KubernetesList>;
  get(resource: Resource, name: ObjectName): Promise<KubernetesObject>;
  log(namespace: string, pod: string, query: LogQuery): Promise<string>;
  /** A patch that carries `metadata.resourceVersion` is a 409 when the object has changed since. */
  patch(resource: Resource, name: ObjectName, patch: MergePatch): Promise<KubernetesObject>;
  /** Creates the object, or merges it into the one that is there. */
  apply(resource: Resource, object: KubernetesObject): Promise<KubernetesObject>;
  /** Gives back idle connections; it can be used on. */
  close(): void;
}
