import type { KubernetesApi, KubernetesObject } from '../api.ts';

/** A fault in a namespace of its own, with the one cause that a diagnosis must name first. */
export interface Scenario {
  readonly name: string;
  readonly namespace: string;
  readonly objects: readonly KubernetesObject[];
  /** What both nodes get while it lasts: a merge patch of `spec`. */
  readonly nodes?: Readonly<Record<string, unknown>>;
  /** The cluster has come to show the fault. */
  shows(api: KubernetesApi): Promise<boolean>;
  readonly cause: string;
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
}

/** Somebody has said in an event of the namespace that this happened. */
export function hasEvent(namespace: string, reason: string): Scenario['shows'] {
  return async (api) => {
    const events = await api.list(`/api/v1/namespaces/${namespace}/events?fieldSelector=reason%3D${reason}`);
    return events.length > 0;
  };
}

/** All replicas of the deployment are available. */
export function isAvailable(namespace: string, name: string): Scenario['shows'] {
  return async (api) => {
    const { spec, status } = await api.call('GET', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
    const { replicas } = spec as { replicas: number };
    const { availableReplicas = 0 } = status as { availableReplicas?: number };
    return availableReplicas === replicas;
  };
}
