import { type ClusterReader, HexaopsError, messageOf, type ToolContext, type UnavailableSource } from '@hexaops/core';
import type { KubernetesObject } from '@hexaops/core';
import type {
  Claim,
  ClaimTemplate,
  ClaimUse,
  Snapshot,
  StorageClass,
  StorageEvent,
  StorageQuota,
  Volume,
} from './objects.ts';
import {
  claimOf,
  eventOf,
  quotasOf,
  snapshotOf,
  storageClassOf,
  templatesOf,
  usesOf,
  volumeOf,
} from './read-objects.ts';
import { clusterWide, resources, snapshotApi, type StorageKind, workloadKinds } from './resources.ts';

/** What a claim is, by a key for maps. */
export function keyOfClaim({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** The storage of a workspace, or of one of its namespaces, at one moment. */
export interface StorageState {
  readonly claims: readonly Claim[];
  readonly volumes: readonly Volume[];
  readonly classes: readonly StorageClass[];
  readonly uses: readonly ClaimUse[];
  readonly templates: readonly ClaimTemplate[];
  readonly quotas: readonly StorageQuota[];
  readonly events: readonly StorageEvent[];
  /** All of the kind were read: only then can something be said to be missing. */
  covers(kind: StorageKind): boolean;
  /** The exact query by which a kind was read. */
  queryOf(kind: StorageKind): string;
  /** The system that was asked. */
  readonly source: string;
  readonly unavailable: readonly UnavailableSource[];
}

interface Read {
  readonly items: readonly KubernetesObject[];
  readonly isWhole: boolean;
  readonly query: string;
  readonly source: string;
  readonly unavailable: readonly UnavailableSource[];
}

/** What ends a whole call: no other kind will fare better, or the caller has to act. */
const decisive: ReadonlySet<string> = new Set([
  'cancelled',
  'control-plane-refuses-token',
  'deadline-exceeded',
  'input-invalid',
  'namespace-not-allowed',
  'reauthentication-required',
]);

const stateKinds = [
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'Pod',
  ...workloadKinds,
  'ResourceQuota',
  'Event',
] as const satisfies readonly StorageKind[];

/** Reads storage through whatever plugin knows the cluster, as the caller of the call. */
export class StorageCluster {
  readonly #reader: ClusterReader;

  constructor(reader: ClusterReader) {
    this.#reader = reader;
  }

  /** Everything side by side. Raises where claims cannot be read; what else cannot be is `unavailable`. */
  async state(namespace: string | undefined, context: ToolContext): Promise<StorageState> {
    const entries = await Promise.all(
      stateKinds.map(async (kind) => [kind, await this.#read(kind, namespace, context)] as const),
    );
    const reads = new Map<StorageKind, Read>(entries);
    const of = (kind: StorageKind) => reads.get(kind)?.items ?? [];
    return {
      claims: of('PersistentVolumeClaim').map(claimOf),
      volumes: of('PersistentVolume')
        .map(volumeOf)
        .filter(({ claim }) => namespace === undefined || claim?.namespace === namespace),
      classes: of('StorageClass').map(storageClassOf),
      uses: of('Pod').flatMap(usesOf),
      templates: workloadKinds.flatMap((kind) => of(kind).flatMap((object) => templatesOf(kind, object))),
      quotas: of('ResourceQuota').flatMap(quotasOf),
      events: of('Event').map(eventOf),
      covers: (kind) => reads.get(kind)?.isWhole === true,
      queryOf: (kind) => reads.get(kind)?.query ?? '',
      source: reads.get('PersistentVolumeClaim')?.source ?? this.#reader.id,
      unavailable: [...reads.values()].flatMap(({ unavailable }) => unavailable),
    };
  }

  /** One kind alone. Raises where it cannot be read. */
  async list(kind: StorageKind, namespace: string | undefined, context: ToolContext): Promise<Read> {
    const query = namespace === undefined || clusterWide.has(kind) ? {} : { namespace };
    const { items, truncated, unavailable, ...asked } = await this.#reader.list(resources[kind], query, context);
    return { items, isWhole: !truncated && unavailable.length === 0, unavailable, ...asked };
  }

  /** Raises `not-found`, which says what to ask for. */
  async claim(
    namespace: string,
    name: string,
    context: ToolContext,
  ): Promise<Claim & { readonly query: string; readonly source: string }> {
    const { items, query, source } = await this.#reader.list(
      resources.PersistentVolumeClaim,
      { namespace, name },
      context,
    );
    const [found] = items.filter((each) => each.metadata.name === name).map(claimOf);
    if (found !== undefined) return { ...found, query, source };
    throw new HexaopsError('not-found', `there is no PersistentVolumeClaim ${namespace}/${name}`, {
      nextStep: 'ask for the list of claims',
    });
  }

  /** Undefined where the cluster has no snapshots at all: its interface is an addition that not every cluster has. */
  async snapshots(
    namespace: string | undefined,
    context: ToolContext,
  ): Promise<(Read & { readonly snapshots: readonly Snapshot[] }) | undefined> {
    const offered = await this.#reader.offered(snapshotApi, context);
    if (!offered.some(({ resource }) => resource === resources.VolumeSnapshot.resource)) return undefined;
    const read = await this.list('VolumeSnapshot', namespace, context);
    return { ...read, snapshots: read.items.map(snapshotOf) };
  }

  async #read(kind: StorageKind, namespace: string | undefined, context: ToolContext): Promise<Read> {
    try {
      return await this.list(kind, namespace, context);
    } catch (error) {
      const ends = !HexaopsError.is(error) || decisive.has(error.code) || kind === 'PersistentVolumeClaim';
      if (ends || context.signal.aborted) throw error;
      const source = resources[kind].resource;
      return { items: [], isWhole: false, query: '', source: '', unavailable: [{ source, reason: messageOf(error) }] };
    }
  }
}
