export type { FetchAnswer, FetchKubernetes, FetchOptions } from './api/fetch.ts';
export { listPath, logPath, objectPath } from './api/paths.ts';
export { BundleSource } from './bundle/bundle-source.ts';
export { type BundleLimits, defaultLimits } from './bundle/limits.ts';
export { kubeconfigSource } from './kubeconfig/kubeconfig-source.ts';
export type { KubeconfigOptions } from './kubeconfig/load-kubeconfig.ts';
export { passThroughSource, throughControlPlane } from './pass-through/pass-through-source.ts';
export type { ClusterSource, ListRequest, LogRequest, ObjectList, ReadContext, SnapshotRequest } from './source.ts';
