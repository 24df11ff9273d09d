import type { ObjectReference } from '@hexaops/core';
import type { Call } from '../addresses/calls.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { isReady } from '../containers/containers.ts';
import { type ClusterFact, evidenceOf, keyOf, referenceOf } from '../fact.ts';
import { linesMatching, type LogLine } from '../logs/lines.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import { type Databases, readDatabases } from './clients.ts';
import { anyComplaint, type Complaint, complaintOf, engineIn } from './complaints.ts';
import { databaseEngineOf } from './engine.ts';
import { wrongPortFacts } from './wrong-ports.ts';

interface Told {
  readonly complaint: Complaint;
  readonly database: Workload | undefined;
  readonly certain: boolean;
  readonly client: Workload;
  readonly lines: LogLine[];
}

/**
 * `database-refuses`: programs complain of a database. Of `credentials` and `unreachable` the object is the program that
 * complains, unless all of the database's clients do (`everyone`); of `connections` and `read-only` it is the database.
 * `known` is false where the database is only the likeliest of several.
 * `database-limited`: a database is itself told to be read-only, or to take few connections.
 */
export function databaseFacts(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  const databases = readDatabases(index, calls);
  const told = index.workloads.flatMap((workload) => complaintsOf(index, workload, databases));
  const groups = Map.groupBy(
    told,
    ({ complaint, database }) => `${complaint}/${database === undefined ? '' : keyOf(database.object)}`,
  );
  return [
    ...[...groups.values()].flatMap((group) => refuses(group, databases)),
    ...databases.all.flatMap(limited),
    ...wrongPortFacts(index, databases),
  ];
}

function complaintsOf(index: ClusterIndex, workload: Workload, databases: Databases): Told[] {
  const isDatabase = databases.all.includes(workload);
  const byKey = new Map<string, Told>();
  for (const line of [...linesMatching(index, workload, anyComplaint), ...saidByProbes(index, workload)]) {
    const complaint = complaintOf(line.text);
    if (complaint === undefined) continue;
    const meant = isDatabase ? { database: workload, certain: true } : databases.meantBy(workload, line.text);
    const { database, certain = false } = meant ?? {};
    const client = isDatabase ? (clientNamedIn(index, line.text) ?? workload) : workload;
    const key = `${complaint}/${database === undefined ? '' : keyOf(database.object)}/${keyOf(client.object)}`;
    const entry = byKey.get(key) ?? { complaint, database, certain, client, lines: [] };
    entry.lines.push(line);
    byKey.set(key, entry);
  }
  return [...byKey.values()];
}

/** What commands that probe a pod have printed, of pods that are not ready: `mysqladmin: … error: 'Too many connections'`. */
function saidByProbes(index: ClusterIndex, { pods }: Workload): LogLine[] {
  return pods
    .filter((pod) => !isReady(pod))
    .flatMap((pod) =>
      index.events
        .of(referenceOf(pod), 'Unhealthy')
        .filter(({ message }) => anyComplaint.test(message))
        .map(({ message, container = '' }) => ({ pod: pod.metadata.name, container, text: message, current: true })),
    );
}

/** A server's own log gives the address of the client: `Access denied for user 'shop'@'10.0.0.7'`. */
function clientNamedIn(index: ClusterIndex, line: string): Workload | undefined {
  const address = /@'?(\d+\.\d+\.\d+\.\d+)'?/.exec(line)?.[1];
  if (address === undefined) return undefined;
  return index.workloads.find(({ pods }) => pods.some(({ status }) => status?.podIP === address));
}

/** A program that is ready and has said nothing since may have said it while everything started. */
function isCurrent({ client, lines }: Told): boolean {
  return lines.some(({ current }) => current !== false) || !client.pods.some(isReady);
}

function refuses(all: readonly Told[], databases: Databases): ClusterFact[] {
  const current = all.filter(isCurrent);
  const group = current.length === 0 ? all : current;
  const [first] = group;
  if (first === undefined) return [];
  const { complaint, database } = first;
  const complaining = group.filter(({ client }) => client !== database);
  const silent =
    database === undefined
      ? []
      : [...databases.clientsOf(database)].filter(
          (client) => client !== database && !group.some((told) => told.client === client),
        );
  const everyone =
    database !== undefined && silent.length === 0 && new Set(complaining.map(({ client }) => client)).size > 1;
  const ofDatabase = complaint === 'connections' || complaint === 'read-only' || everyone;
  const make = (object: ObjectReference, lines: readonly LogLine[]): ClusterFact => ({
    fact: 'database-refuses',
    object,
    complaint,
    database: database?.object ?? { kind: 'Service', name: 'unknown' },
    engine: database === undefined ? (engineIn(first.lines[0]?.text ?? '') ?? '') : (databaseEngineOf(database) ?? ''),
    databaseReady: database?.pods.some(isReady) === true,
    known: first.certain,
    everyone,
    // A program that is not ready may have said it long ago, and said nothing since.
    current: lines.some(({ current }) => current !== false) || !group.some(({ client }) => client.pods.some(isReady)),
    count: lines.length,
    line: lines.at(-1)?.text.slice(0, 400) ?? '',
    evidence: lines
      .slice(-3)
      .map(({ text, pod }) =>
        evidenceOf('log', pod === '' ? object : { kind: 'Pod', namespace: object.namespace ?? '', name: pod }, text),
      ),
  });
  if (ofDatabase)
    return database === undefined
      ? []
      : [
          make(
            database.object,
            group.flatMap(({ lines }) => lines),
          ),
        ];
  return complaining.map(({ client, lines }) => make(client.object, lines));
}

const fewConnections = 20;

function limited(database: Workload): ClusterFact[] {
  const text = (podSpecOf(database).containers ?? [])
    .flatMap(({ args, command, env }) => [
      ...(command ?? []),
      ...(args ?? []),
      ...(env ?? []).map(({ name, value }) => `${name}=${value}`),
    ])
    .join(' ');
  const readOnly = /--(?:super[-_])?read[-_]only(?!\S*=(?:0|off|false))/i.exec(text)?.[0];
  const connections = /max[-_](?:user[-_])?connections[= ]+(\d+)/i.exec(text);
  const few = connections !== null && Number(connections[1]) > 0 && Number(connections[1]) <= fewConnections;
  const [limit, words] = readOnly !== undefined ? ['read-only', readOnly] : few ? ['connections', connections[0]] : [];
  if (limit === undefined || words === undefined) return [];
  return [
    {
      fact: 'database-limited',
      object: database.object,
      limit,
      setting: words,
      evidence: [evidenceOf('object', database.object, `is started with ${words}`)],
    },
  ];
}
