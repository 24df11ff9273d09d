import type { KubernetesObject, Resource } from './object.ts';

export interface KnownResource extends Resource {
  readonly kind: string;
  readonly namespaced: boolean;
}

function namespaced(group: string, version: string, kinds: Readonly<Record<string, string>>): KnownResource[] {
  return Object.entries(kinds).map(([plural, kind]) => ({ group, version, plural, kind, namespaced: true }));
}

function ofCluster(group: string, version: string, kinds: Readonly<Record<string, string>>): KnownResource[] {
  return Object.entries(kinds).map(([plural, kind]) => ({ group, version, plural, kind, namespaced: false }));
}

/** What every Kubernetes cluster serves, and a recorded one therefore serves too, if only as empty lists. */
export const knownResources: readonly KnownResource[] = [
  ...namespaced('', 'v1', {
    configmaps: 'ConfigMap',
    endpoints: 'Endpoints',
    events: 'Event',
    limitranges: 'LimitRange',
    persistentvolumeclaims: 'PersistentVolumeClaim',
    pods: 'Pod',
    replicationcontrollers: 'ReplicationController',
    resourcequotas: 'ResourceQuota',
    secrets: 'Secret',
    serviceaccounts: 'ServiceAccount',
    services: 'Service',
  }),
  ...ofCluster('', 'v1', { namespaces: 'Namespace', nodes: 'Node', persistentvolumes: 'PersistentVolume' }),
  ...namespaced('apps', 'v1', {
    controllerrevisions: 'ControllerRevision',
    daemonsets: 'DaemonSet',
    deployments: 'Deployment',
    replicasets: 'ReplicaSet',
    statefulsets: 'StatefulSet',
  }),
  ...namespaced('autoscaling', 'v2', { horizontalpodautoscalers: 'HorizontalPodAutoscaler' }),
  ...namespaced('batch', 'v1', { cronjobs: 'CronJob', jobs: 'Job' }),
  ...namespaced('coordination.k8s.io', 'v1', { leases: 'Lease' }),
  ...namespaced('discovery.k8s.io', 'v1', { endpointslices: 'EndpointSlice' }),
  ...namespaced('networking.k8s.io', 'v1', { ingresses: 'Ingress', networkpolicies: 'NetworkPolicy' }),
  ...ofCluster('networking.k8s.io', 'v1', { ingressclasses: 'IngressClass' }),
  ...namespaced('policy', 'v1', { poddisruptionbudgets: 'PodDisruptionBudget' }),
  ...namespaced('rbac.authorization.k8s.io', 'v1', { rolebindings: 'RoleBinding', roles: 'Role' }),
  ...ofCluster('rbac.authorization.k8s.io', 'v1', {
    clusterrolebindings: 'ClusterRoleBinding',
    clusterroles: 'ClusterRole',
  }),
  ...ofCluster('scheduling.k8s.io', 'v1', { priorityclasses: 'PriorityClass' }),
  ...ofCluster('storage.k8s.io', 'v1', {
    csidrivers: 'CSIDriver',
    csinodes: 'CSINode',
    storageclasses: 'StorageClass',
    volumeattachments: 'VolumeAttachment',
  }),
  ...ofCluster('apiextensions.k8s.io', 'v1', { customresourcedefinitions: 'CustomResourceDefinition' }),
  ...ofCluster('admissionregistration.k8s.io', 'v1', {
    mutatingwebhookconfigurations: 'MutatingWebhookConfiguration',
    validatingwebhookconfigurations: 'ValidatingWebhookConfiguration',
  }),
];

export function resourceOfKind(group: string, kind: string): KnownResource | undefined {
  return knownResources.find((resource) => resource.group === group && resource.kind === kind);
}

/** One of the resources above, by its plural: for code that names what it works on. */
export function resourceNamed(plural: string): KnownResource {
  const resource = knownResources.find((candidate) => candidate.plural === plural);
  if (resource === undefined) throw new Error(`no known resource is called ${plural}`);
  return resource;
}

export function groupAndVersion(object: Pick<KubernetesObject, 'apiVersion'>): { group: string; version: string } {
  const [first = '', second] = object.apiVersion.split('/');
  return second === undefined ? { group: '', version: first } : { group: first, version: second };
}
