import type { KubernetesApi, KubernetesObject } from '../api.ts';

/** A state of the cluster, in a namespace of its own. */
export interface Scene {
  readonly name: string;
  readonly namespace: string;
  readonly objects: readonly KubernetesObject[];
  /** What both nodes get while it lasts: a merge patch of `spec`. */
  readonly nodes?: Readonly<Record<string, unknown>>;
  /** The cluster has come to show it. */
  shows(api: KubernetesApi): Promise<boolean>;
}

/** A fault, with the one cause that a diagnosis must name first. */
export interface Scenario extends Scene {
  readonly cause: string;
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
}

/** Somebody has said each of these reasons in an event of the namespace. */
export function hasEvents(namespace: string, ...reasons: readonly string[]): Scene['shows'] {
  return async (api) => {
    const events = await api.list(`/api/v1/namespaces/${namespace}/events`);
    return reasons.every((reason) => events.some((event) => event['reason'] === reason));
  };
}

/** All replicas of the deployment are available. */
export function isAvailable(namespace: string, name: string): Scene['shows'] {
  return async (api) => {
    const { spec, status } = await api.call('GET', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
    const { replicas } = spec as { replicas: number };
    const { availableReplicas = 0 } = status as { availableReplicas?: number };
    return availableReplicas === replicas;
  };
}
