import { type ErrorCode, HexaopsError } from '@hexaops/core';
import type { ClusterObject, ClusterSnapshot, Kind, ObjectsByKind, PodLog } from '../../cluster/index.ts';
import { snapshotOf } from '../../cluster/testing/index.ts';
import type {
  ClusterSource,
  ListRequest,
  LogRequest,
  ObjectList,
  ReadContext,
  SnapshotRequest,
} from '../../source/index.ts';

/** Something that was read: the kind of reading, its request, and on whose behalf. */
export interface RecordedReading {
  readonly reading: 'snapshot' | 'list' | 'logs';
  readonly kind?: Kind;
  readonly namespace?: string;
  readonly namespaces?: readonly string[];
  readonly subject: string | undefined;
}

/** A cluster source over objects in memory, which notes every reading. Objects may be replaced between readings. */
export class FakeSource implements ClusterSource {
  readonly id = 'fake';
  readonly readings: RecordedReading[] = [];
  /** Lists that raise: of `Pod`, or of `Pod shop`. */
  readonly failures = new Map<string, HexaopsError>();
  /** Kinds of which nothing can be read, which is told and not raised. */
  readonly refused = new Map<Kind, ErrorCode>();
  objects: readonly ClusterObject[];
  readonly logTexts: readonly PodLog[];

  constructor(objects: readonly ClusterObject[], logTexts: readonly PodLog[] = []) {
    this.objects = objects;
    this.logTexts = logTexts;
  }

  async snapshot({ namespaces }: SnapshotRequest, { caller }: ReadContext): Promise<ClusterSnapshot> {
    this.readings.push({
      reading: 'snapshot',
      subject: caller?.subject,
      ...(namespaces !== undefined && { namespaces }),
    });
    const isMeant = ({ metadata: { namespace } }: ClusterObject) =>
      namespaces === undefined || namespace === undefined || namespaces.includes(namespace);
    return snapshotOf(this.objects.filter(isMeant), {
      logs: this.logTexts,
      ...(namespaces !== undefined && { namespaces }),
    });
  }

  async list<K extends Kind>(
    kind: K,
    { namespace, name }: ListRequest,
    { caller }: ReadContext,
  ): Promise<ObjectList<K>> {
    this.readings.push({
      reading: 'list',
      kind,
      subject: caller?.subject,
      ...(namespace !== undefined && { namespace }),
    });
    const failure = this.failures.get(kind) ?? this.failures.get(`${kind} ${namespace ?? ''}`);
    if (failure !== undefined) throw failure;
    const code = this.refused.get(kind);
    if (code !== undefined) {
      return { items: [], truncated: false, unavailable: { source: kind, reason: 'this user may not', code } };
    }
    const items = this.objects.filter(
      (object): object is ClusterObject & ObjectsByKind[K] =>
        object.kind === kind &&
        (namespace === undefined || object.metadata.namespace === namespace) &&
        (name === undefined || object.metadata.name === name),
    );
    return { items, truncated: false };
  }

  async logs({ namespace, pod, container, previous = false }: LogRequest, { caller }: ReadContext): Promise<PodLog> {
    this.readings.push({ reading: 'logs', namespace, subject: caller?.subject });
    const found = this.logTexts.find(
      (log) =>
        log.namespace === namespace &&
        log.pod === pod &&
        log.previous === previous &&
        (container === undefined || log.container === container),
    );
    if (found === undefined) throw new HexaopsError('not-found', `there is no log of ${namespace}/${pod}`);
    return found;
  }
}
