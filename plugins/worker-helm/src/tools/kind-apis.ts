import type { OfferedResource } from '@hexaops/core';

/** Kinds that people ask about by name, and where the API has them. */
const apis: readonly OfferedResource[] = [
  api('', 'v1', 'pods', 'Pod'),
  api('', 'v1', 'services', 'Service'),
  api('', 'v1', 'configmaps', 'ConfigMap'),
  api('', 'v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  api('', 'v1', 'serviceaccounts', 'ServiceAccount'),
  api('apps', 'v1', 'deployments', 'Deployment'),
  api('apps', 'v1', 'replicasets', 'ReplicaSet'),
  api('apps', 'v1', 'statefulsets', 'StatefulSet'),
  api('apps', 'v1', 'daemonsets', 'DaemonSet'),
  api('batch', 'v1', 'jobs', 'Job'),
  api('batch', 'v1', 'cronjobs', 'CronJob'),
  api('networking.k8s.io', 'v1', 'ingresses', 'Ingress'),
  api('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy'),
  api('autoscaling', 'v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  api('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
];

export const apisOfKind: ReadonlyMap<string, OfferedResource> = new Map(apis.map((each) => [each.kind, each]));

function api(group: string, version: string, resource: string, kind: string): OfferedResource {
  return { group, version, resource, kind, namespaced: true };
}
