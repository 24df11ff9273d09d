import { type EvidenceDraft, nameOfObject, type ObjectReference } from '@hexaops/core';
import type { ClusterSnapshot, Kind, ObjectsByKind, Pod } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { isAbout, latestFirst } from './events.ts';
import { listEvidence, tableEvidence } from './evidence.ts';
import { excerptOf } from './log/excerpt.ts';
import { isProblem, restartsOf } from './pod-status.ts';
import { tableOf } from './rows.ts';

const lastLines = 40;
const logBytes = 8192;
const latestEvents = 20;

export interface ObjectView<K extends Kind> {
  readonly reference: ObjectReference & { readonly kind: K };
  /** Undefined where it could not be read. */
  readonly object: ObjectsByKind[K] | undefined;
  readonly pods: readonly Pod[];
}

interface Frame {
  readonly byteCap: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What an object is like now: itself and its pods. */
export function stateEvidence<K extends Kind>(
  access: ClusterAccess,
  snapshot: ClusterSnapshot,
  { reference, object, pods }: ObjectView<K>,
  byteCap: number,
): readonly EvidenceDraft[] {
  const frame = { byteCap, now: snapshot.collectedAt.getTime() };
  const state = object === undefined ? [] : [stateOf(access, reference.kind, object, frame)];
  return [...state, ...podsEvidence(access, pods, reference.namespace, frame)];
}

/** What happened to an object lately: its latest events, and the end of the log of a pod that is not well. */
export function recentEvidence<K extends Kind>(
  access: ClusterAccess,
  snapshot: ClusterSnapshot,
  { reference, pods }: ObjectView<K>,
  byteCap: number,
): readonly EvidenceDraft[] {
  const frame = { byteCap, now: snapshot.collectedAt.getTime() };
  return [...eventsEvidence(access, snapshot, reference, frame), ...logEvidence(access, snapshot, pods, frame)];
}

function stateOf<K extends Kind>(
  access: ClusterAccess,
  kind: K,
  object: ObjectsByKind[K],
  { byteCap, now }: Frame,
): EvidenceDraft {
  const { namespace, name } = object.metadata;
  const query = access.queries.get(kind, namespace, name);
  const title = `state of ${nameOfObject({ kind, name, ...(namespace !== undefined && { namespace }) })}`;
  return tableEvidence(
    access,
    { query, truncated: false },
    { title, table: tableOf(kind, [object], now), remedy: 'ask for its description', byteCap },
  );
}

function podsEvidence(
  access: ClusterAccess,
  pods: readonly Pod[],
  namespace: string | undefined,
  { byteCap, now }: Frame,
): readonly EvidenceDraft[] {
  if (pods.length === 0) return [];
  const reading = { items: pods, truncated: false, unavailable: [], query: access.queries.list('Pod', namespace) };
  return [
    listEvidence(access, 'Pod', reading, {
      title: `its pods (${pods.length})`,
      remedy: 'ask for the list of pods',
      byteCap,
      now: now,
    }),
  ];
}

function eventsEvidence(
  access: ClusterAccess,
  snapshot: ClusterSnapshot,
  { namespace, name }: ObjectReference,
  { byteCap, now }: Frame,
): readonly EvidenceDraft[] {
  const events = latestFirst(
    snapshot
      .list('Event')
      .filter(
        (event) => isAbout(event, name) && (namespace === undefined || event.involvedObject?.namespace === namespace),
      ),
  );
  if (events.length === 0) return [];
  const reading = { query: access.queries.list('Event', namespace), truncated: false };
  return [
    tableEvidence(access, reading, {
      title: 'its latest events',
      table: tableOf('Event', events.slice(0, latestEvents), now),
      remedy: 'ask for the events of the object',
      byteCap,
    }),
  ];
}

/** The end of one log: of a container that fails, of the run before its restart where there was one. */
function logEvidence(
  access: ClusterAccess,
  snapshot: ClusterSnapshot,
  pods: readonly Pod[],
  { byteCap }: Frame,
): readonly EvidenceDraft[] {
  const names = new Set(
    pods
      .filter((pod) => isProblem(pod) || restartsOf(pod) > 0)
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
  );
  const logs = snapshot.logs.filter(
    ({ namespace, pod, text }) => names.has(`${namespace}/${pod}`) && text.trim() !== '',
  );
  const log = logs.find(({ previous }) => previous) ?? logs[0];
  if (log === undefined) return [];
  const { namespace, pod, container, previous, text } = log;
  const end = text.trimEnd().split('\n').slice(-lastLines).join('\n');
  const {
    entries: _,
    matching: __,
    first: ___,
    ...bounded
  } = excerptOf(end, { level: 'all' }, Math.min(byteCap, logBytes));
  return [
    {
      source: access.queries.system,
      query: access.queries.log({ namespace, pod, container, previous, tailLines: lastLines }),
      title: `the end of the log of ${namespace}/${pod} ${container}${previous ? ' before its restart' : ''}`,
      ...bounded,
    },
  ];
}
