import { unknownName } from '@hexaops/core';
import type { Kind } from './kinds.ts';

/** How one kind is called and where it is found: in the Kubernetes API and in a Troubleshoot.sh support bundle. */
export interface Resource {
  readonly kind: Kind;
  /** The API's name in paths. */
  readonly plural: string;
  /** Also understood from people: `po`, `svc`. */
  readonly shortNames: readonly string[];
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  /** Below `cluster-resources/`: the folder of NAMESPACE.json, or the name of the file of a kind without a namespace. */
  readonly bundleNames: readonly string[];
  /** Many clusters do not have it: that nothing can be read is no news. */
  readonly optional: boolean;
  /** It tells what was before; no diagnosis reads it. */
  readonly past: boolean;
}

const core = { group: '', version: 'v1' } as const;
const apps = { group: 'apps', version: 'v1' } as const;
const batch = { group: 'batch', version: 'v1' } as const;
const networking = { group: 'networking.k8s.io', version: 'v1' } as const;
const istio = { group: 'networking.istio.io', version: 'v1beta1', optional: true } as const;
const clusterWide = { namespaced: false } as const;

/** Folder names are those of Troubleshoot.sh (`pkg/constants/constants.go`); its custom resources have their CRD's name. */
export const resources: readonly Resource[] = [
  resource('Pod', 'pods', ['po'], core),
  resource('Deployment', 'deployments', ['deploy'], apps),
  // Releases of Troubleshoot.sh before daemon sets were collected wrote replica sets below `statefulsets-errors.json/`.
  resource('ReplicaSet', 'replicasets', ['rs'], apps, { bundleNames: ['replicasets', 'statefulsets-errors.json'] }),
  resource('StatefulSet', 'statefulsets', ['sts'], apps),
  resource('DaemonSet', 'daemonsets', ['ds'], apps),
  resource('ControllerRevision', 'controllerrevisions', [], { ...apps, optional: true, past: true }),
  resource('Job', 'jobs', [], batch),
  resource('CronJob', 'cronjobs', ['cj'], batch),
  resource('Service', 'services', ['svc'], core),
  resource('Endpoints', 'endpoints', ['ep'], core),
  resource('EndpointSlice', 'endpointslices', [], { group: 'discovery.k8s.io', version: 'v1', optional: true }),
  resource('Ingress', 'ingresses', ['ing'], networking, { bundleNames: ['ingress', 'ingresses'] }),
  resource('NetworkPolicy', 'networkpolicies', ['netpol'], networking, {
    bundleNames: ['network-policy', 'networkpolicies'],
  }),
  resource('Event', 'events', ['ev'], core),
  resource('Node', 'nodes', ['no'], core, clusterWide),
  resource('PersistentVolume', 'persistentvolumes', ['pv'], core, {
    ...clusterWide,
    bundleNames: ['pvs', 'persistentvolumes'],
  }),
  resource('PersistentVolumeClaim', 'persistentvolumeclaims', ['pvc'], core, {
    bundleNames: ['pvcs', 'persistentvolumeclaims'],
  }),
  resource(
    'StorageClass',
    'storageclasses',
    ['sc'],
    { group: 'storage.k8s.io', version: 'v1' },
    {
      ...clusterWide,
      bundleNames: ['storage-classes', 'storageclasses'],
    },
  ),
  resource('ResourceQuota', 'resourcequotas', ['quota'], core, { bundleNames: ['resource-quota', 'resourcequotas'] }),
  resource('LimitRange', 'limitranges', ['limits'], core),
  resource('ConfigMap', 'configmaps', ['cm'], core),
  resource('Secret', 'secrets', [], core),
  resource('ServiceAccount', 'serviceaccounts', ['sa'], core),
  resource('HorizontalPodAutoscaler', 'horizontalpodautoscalers', ['hpa'], { group: 'autoscaling', version: 'v2' }),
  resource(
    'PodDisruptionBudget',
    'poddisruptionbudgets',
    ['pdb'],
    { group: 'policy', version: 'v1' },
    {
      bundleNames: ['pod-disruption-budgets', 'poddisruptionbudgets'],
    },
  ),
  resource('Lease', 'leases', [], { group: 'coordination.k8s.io', version: 'v1' }),
  resource('Namespace', 'namespaces', ['ns'], core, clusterWide),
  resource('RoleBinding', 'rolebindings', [], { group: 'rbac.authorization.k8s.io', version: 'v1' }),
  customResource('VirtualService', 'virtualservices', ['vs']),
  customResource('DestinationRule', 'destinationrules', ['dr']),
  customResource('Gateway', 'gateways', ['gw']),
];

const byKind = new Map(resources.map((resource) => [resource.kind, resource]));

export function resourceOf(kind: Kind): Resource {
  const found = byKind.get(kind);
  if (found === undefined) throw unknownName('input-invalid', 'kind', kind, [...byKind.keys()]);
  return found;
}

/** `pods`, `deployments.apps`: how people and error messages of Kubernetes name a resource. */
export function qualifiedName({ plural, group }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function resource(
  kind: Kind,
  plural: string,
  shortNames: readonly string[],
  api: Pick<Resource, 'group' | 'version'> & Partial<Resource>,
  more: Partial<Resource> = {},
): Resource {
  return Object.freeze({
    kind,
    plural,
    shortNames,
    namespaced: true,
    bundleNames: [plural],
    optional: false,
    past: false,
    ...api,
    ...more,
  });
}

function customResource(kind: Kind, plural: string, shortNames: readonly string[]): Resource {
  return resource(kind, plural, shortNames, istio, { bundleNames: [`custom-resources/${plural}.${istio.group}`] });
}
