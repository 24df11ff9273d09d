import type { Call } from '../addresses/calls.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Workload } from '../workloads.ts';
import { engineIn } from './complaints.ts';
import { databaseEngineOf } from './engine.ts';

/** The databases of a cluster and who is known to use them. */
export interface Databases {
  readonly all: readonly Workload[];
  clientsOf(database: Workload): ReadonlySet<Workload>;
  /** The one that a client's line is about: named in it, else the only one of its engine that it calls, else the only one near. */
  meantBy(client: Workload, line: string): Workload | undefined;
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
  const only = (found: readonly Workload[]) => (found.length === 1 ? found[0] : undefined);
  return {
    all,
    clientsOf: (database) => clients.get(database) ?? new Set(),
    meantBy: (client, line) => {
      const named = all.find((database) => (names.get(database) ?? []).some((name) => line.includes(name)));
      if (named !== undefined) return named;
      const engine = engineIn(line);
      const fitting = all.filter((database) => engine === undefined || databaseEngineOf(database) === engine);
      const called = fitting.filter((database) => clients.get(database)?.has(client) === true);
      return (
        only(called) ??
        (called.length > 1 ? undefined : only(fitting.filter(({ namespace }) => namespace === client.namespace)))
      );
    },
  };
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
