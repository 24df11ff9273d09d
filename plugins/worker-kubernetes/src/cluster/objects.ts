import type {
  CoreV1Event,
  V1ConfigMap,
  V1Container,
  V1ContainerStatus,
  V1ControllerRevision,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Endpoints,
  V1Ingress,
  V1Job,
  V1LabelSelector,
  V1Lease,
  V1LimitRange,
  V1Namespace,
  V1NetworkPolicy,
  V1Node,
  V1ObjectMeta,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1PodTemplateSpec,
  V1ReplicaSet,
  V1ResourceQuota,
  V1RoleBinding,
  V1Secret,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
  V1StorageClass,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';

/**
 * The official type of a Kubernetes object as it is met in JSON: every field may be missing (objects are recorded by
 * many tools and versions), dates are RFC 3339 strings, and fields that the generated client renames because they are
 * reserved words (`_from`) bear their own names. There is no null: readers turn it into a missing field.
 */
type Recorded<T> = T extends Date
  ? string
  : T extends string | number | boolean | undefined | null
    ? T
    : T extends readonly (infer Element)[]
      ? readonly Recorded<Element>[]
      : T extends object
        ? { readonly [K in keyof T as K extends `_${infer Name}` ? Name : K]?: Recorded<T[K]> | undefined }
        : T;

type Metadata = Recorded<V1ObjectMeta>;
export type LabelSelector = Recorded<V1LabelSelector>;
export type PodTemplate = Recorded<V1PodTemplateSpec>;
export type Container = Recorded<V1Container>;
export type ContainerStatus = Recorded<V1ContainerStatus>;

/** What every reader guarantees of an object: its kind and its name, the namespace too where the kind has one. */
type ClusterScoped<Kind extends string, T> = Omit<Recorded<T>, 'kind' | 'metadata'> & {
  readonly kind: Kind;
  readonly metadata: Metadata & { readonly name: string };
};
export type Namespaced<Kind extends string, T> = Omit<Recorded<T>, 'kind' | 'metadata'> & {
  readonly kind: Kind;
  readonly metadata: Metadata & { readonly name: string; readonly namespace: string };
};

export type ConfigMap = Omit<Namespaced<'ConfigMap', V1ConfigMap>, 'data' | 'binaryData'> & WithKeys;
/** Its values never leave the reader, and neither does anything that repeats them. */
export type Secret = Omit<Namespaced<'Secret', V1Secret>, 'data' | 'stringData'> & WithKeys;

interface WithKeys {
  /** The names of the entries, sorted. */
  readonly dataKeys: readonly string[];
}

/** What a stateful set or a daemon set was before, and is. */
export type ControllerRevision = Omit<Namespaced<'ControllerRevision', V1ControllerRevision>, 'data'> & {
  readonly data?: { readonly spec?: { readonly template?: PodTemplate } };
};
export type CronJob = Namespaced<'CronJob', V1CronJob>;
export type DaemonSet = Namespaced<'DaemonSet', V1DaemonSet>;
export type Deployment = Namespaced<'Deployment', V1Deployment>;
export type EndpointSlice = Namespaced<'EndpointSlice', V1EndpointSlice>;
export type Endpoints = Namespaced<'Endpoints', V1Endpoints>;
export type Event = Namespaced<'Event', CoreV1Event>;
export type HorizontalPodAutoscaler = Namespaced<'HorizontalPodAutoscaler', V2HorizontalPodAutoscaler>;
export type Ingress = Namespaced<'Ingress', V1Ingress>;
export type Job = Namespaced<'Job', V1Job>;
export type Lease = Namespaced<'Lease', V1Lease>;
export type LimitRange = Namespaced<'LimitRange', V1LimitRange>;
export type Namespace = ClusterScoped<'Namespace', V1Namespace>;
export type NetworkPolicy = Namespaced<'NetworkPolicy', V1NetworkPolicy>;
export type Node = ClusterScoped<'Node', V1Node>;
export type PersistentVolume = ClusterScoped<'PersistentVolume', V1PersistentVolume>;
export type PersistentVolumeClaim = Namespaced<'PersistentVolumeClaim', V1PersistentVolumeClaim>;
export type Pod = Namespaced<'Pod', V1Pod>;
export type PodDisruptionBudget = Namespaced<'PodDisruptionBudget', V1PodDisruptionBudget>;
export type ReplicaSet = Namespaced<'ReplicaSet', V1ReplicaSet>;
export type ResourceQuota = Namespaced<'ResourceQuota', V1ResourceQuota>;
export type RoleBinding = Namespaced<'RoleBinding', V1RoleBinding>;
export type Service = Namespaced<'Service', V1Service>;
export type ServiceAccount = Namespaced<'ServiceAccount', V1ServiceAccount>;
export type StatefulSet = Namespaced<'StatefulSet', V1StatefulSet>;
export type StorageClass = ClusterScoped<'StorageClass', V1StorageClass>;
