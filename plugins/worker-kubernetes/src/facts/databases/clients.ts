import type { Call } from '../addresses/calls.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Workload } from '../workloads.ts';
import { engineIn } from './complaints.ts';
import { databaseEngineOf } from './engine.ts';

/** A database that a line may be about. */
interface Meant {
  readonly database: Workload;
  /** False: of several that it may be, the likeliest. */
  readonly certain: boolean;
}

/** The databases of a cluster and who is known to use them. */
export interface Databases {
  readonly all: readonly Workload[];
  clientsOf(database: Workload): ReadonlySet<Workload>;
  /** What the database is called by: its own name, those of its services and their addresses. */
  namesOf(database: Workload): readonly string[];
  /** The one that a client's line is about: named in it, else one of its engine that it calls, else one near. */
  meantBy(client: Workload, line: string): Meant | undefined;
}

export function readDatabases(index: ClusterIndex, calls: readonly Call[]): Databases {
  const all = index.workloads.filter((workload) => databaseEngineOf(workload) !== undefined);
  const clients = new Map<Workload, Set<Workload>>(all.map((database) => [database, new Set()]));
  for (const { caller, resolution } of calls) {
    if (resolution.kind !== 'service') continue;
    for (const workload of resolution.view.workloads) clients.get(workload)?.add(caller);
  }
  const byName = new Map(
    index.workloads.map((workload) => [`${workload.namespace}/${workload.object.name}`, workload]),
  );
  const names = new Map(all.map((database) => [database, namesOf(index, database)]));
  for (const database of all) {
    for (const name of names.get(database) ?? []) {
      for (const client of index.snapshot.supplements.dependencies?.get(name)?.upstream ?? []) {
        const workload = byName.get(`${database.namespace}/${client}`);
        if (workload !== undefined) clients.get(database)?.add(workload);
      }
    }
  }
  const guess = (client: Workload, candidates: readonly Workload[]): Meant | undefined => {
    const likeliest = candidates.toSorted(
      (a, b) =>
        (clients.get(b)?.size ?? 0) - (clients.get(a)?.size ?? 0) ||
        sharedStart(b.object.name, client.object.name) - sharedStart(a.object.name, client.object.name) ||
        a.object.name.localeCompare(b.object.name),
    )[0];
    return likeliest === undefined ? undefined : { database: likeliest, certain: candidates.length === 1 };
  };
  return {
    all,
    clientsOf: (database) => clients.get(database) ?? new Set(),
    namesOf: (database) => names.get(database) ?? [],
    meantBy: (client, line) => {
      const named = all.find((database) => (names.get(database) ?? []).some((name) => line.includes(name)));
      if (named !== undefined) return { database: named, certain: true };
      const engine = engineIn(line);
      const fitting = all.filter((database) => engine === undefined || databaseEngineOf(database) === engine);
      const called = fitting.filter((database) => clients.get(database)?.has(client) === true);
      return guess(
        client,
        called.length > 0 ? called : fitting.filter(({ namespace }) => namespace === client.namespace),
      );
    },
  };
}

/** Programs and their database often have names that begin alike. */
function sharedStart(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return length;
}

function namesOf(index: ClusterIndex, database: Workload): readonly string[] {
  const services = index
    .servicesOf(database)
    .flatMap(({ object, service }) => [
      object.name,
      ...((service.spec?.clusterIP ?? 'None') === 'None' ? [] : [service.spec?.clusterIP ?? '']),
    ]);
  return [...new Set([database.object.name, ...services])].filter((name) => name.length > 2);
}
