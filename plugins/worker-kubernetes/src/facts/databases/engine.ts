import { podSpecOf, type Workload } from '../workloads.ts';

const engines: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)(?:mysql|mariadb|percona|xtradb|galera|vitess|tidb)/, 'mysql'],
  [/(?:^|\/)(?:postgres|postgis|timescale|cockroach|spilo|pgpool)/, 'postgres'],
  [/(?:^|\/)(?:mongo|percona-server-mongodb)/, 'mongodb'],
  [/(?:^|\/)(?:redis|valkey|keydb|dragonfly)/, 'redis'],
];

/** What database a workload is, by its image; by the port that it declares when the image has another name. */
export function databaseEngineOf(workload: Workload): string | undefined {
  const containers = podSpecOf(workload).containers ?? [];
  for (const { image } of containers) {
    const repository = (image ?? '').split('@')[0]?.replace(/:[^/:]*$/, '') ?? '';
    const last = repository.split('/').slice(-2).join('/');
    const found = engines.find(
      ([pattern]) => pattern.test(last) && !/exporter|operator|proxy|router|backup/.test(last),
    );
    if (found !== undefined) return found[1];
  }
  const ports = containers.flatMap(({ ports: declared }) => (declared ?? []).map(({ containerPort }) => containerPort));
  return ports.includes(3306)
    ? 'mysql'
    : ports.includes(5432)
      ? 'postgres'
      : ports.includes(27_017)
        ? 'mongodb'
        : undefined;
}
