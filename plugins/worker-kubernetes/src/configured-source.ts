import { type ControlPlane, HexaopsError } from '@hexaops/core';
import type { ClusterSnapshot, Kind, PodLog } from './cluster/index.ts';
import type { Configuration } from './configuration.ts';
import { ApiObjects, BundleObjects, type ObjectPlace } from './reader/index.ts';
import {
  BundleSource,
  type ClusterSource,
  fetchFrom,
  kubeconfigSource,
  type ListRequest,
  loadKubeconfig,
  type LogRequest,
  type ObjectList,
  passThroughSource,
  type ReadContext,
  type SnapshotRequest,
  throughControlPlane,
} from './source/index.ts';

/** The workspace's cluster as its users may see it: the control plane gets the token of each call's caller. */
export function sourceThrough(controlPlane: Pick<ControlPlane, 'kubernetes'>): ClusterSource {
  return passThroughSource(throughControlPlane(controlPlane));
}

/** A cluster that is read without a control plane. Nothing is read before the first call. */
export function sourceWithout({ source, kubeconfig = {}, bundle }: Configuration): ClusterSource {
  if (source === 'kubeconfig') return new OpenedLater('kubeconfig', () => kubeconfigSource(kubeconfig));
  if (bundle !== undefined) return new BundleSource(bundle);
  throw new HexaopsError('config-invalid', 'worker-kubernetes: the source "bundle" needs the path of a bundle', {
    nextStep: 'set "bundle" to a directory, or to a .tar, .tar.gz or .tgz file',
  });
}

/** Where other plugins read objects of any kind, without a control plane. */
export function objectsWithout({ source, kubeconfig = {} }: Configuration, cluster: ClusterSource): ObjectPlace {
  if (source !== 'kubeconfig') return new BundleObjects(cluster);
  return new ApiObjects(async () => fetchFrom(await loadKubeconfig(kubeconfig)));
}

/** A source whose opening takes time and may fail: it is opened at the first call, and again after a failure. */
class OpenedLater implements ClusterSource {
  readonly id: string;
  readonly #open: () => Promise<ClusterSource>;
  #source: Promise<ClusterSource> | undefined;

  constructor(id: string, open: () => Promise<ClusterSource>) {
    this.id = id;
    this.#open = open;
  }

  async snapshot(request: SnapshotRequest, context: ReadContext): Promise<ClusterSnapshot> {
    return (await this.#opened()).snapshot(request, context);
  }

  async list<K extends Kind>(kind: K, request: ListRequest, context: ReadContext): Promise<ObjectList<K>> {
    return (await this.#opened()).list(kind, request, context);
  }

  async logs(request: LogRequest, context: ReadContext): Promise<PodLog> {
    return (await this.#opened()).logs(request, context);
  }

  #opened(): Promise<ClusterSource> {
    this.#source ??= this.#open().catch((error: unknown) => {
      this.#source = undefined;
      throw error;
    });
    return this.#source;
  }
}
