export { listPath } from './api/paths.ts';
export { BundleSource } from './bundle/bundle-source.ts';
export { fetchFrom } from './kubeconfig/fetch-kubernetes.ts';
export { kubeconfigSource } from './kubeconfig/kubeconfig-source.ts';
export { loadKubeconfig } from './kubeconfig/load-kubeconfig.ts';
export { passThroughSource, throughControlPlane } from './pass-through/pass-through-source.ts';
export type { ClusterSource, ListRequest, LogRequest, ObjectList, ReadContext, SnapshotRequest } from './source.ts';
