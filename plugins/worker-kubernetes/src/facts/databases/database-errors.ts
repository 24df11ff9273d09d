import type { Call } from '../addresses/addresses.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { isReady } from '../containers/containers.ts';
import { type ClusterFact, evidenceOf, keyOf } from '../fact.ts';
import { append } from '../labels.ts';
import { linesMatching, type LogLine } from '../logs/lines.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import { databaseEngineOf } from './engine.ts';

type Complaint = 'credentials' | 'connections' | 'read-only' | 'unreachable';

/** What servers and drivers of MySQL, PostgreSQL, MongoDB and Redis say. The first that fits counts. */
const complaints: readonly (readonly [Complaint, RegExp])[] = [
  ['connections', /Too many connections|ERROR 1040|max_user_connections|too many clients already|remaining connection slots are reserved|max number of clients reached|Data source rejected establishment of connection/i],
  ['read-only', /--(?:super-)?read-only|ERROR 1290|ER_OPTION_PREVENTS_STATEMENT|Error 1290|errno: 1290|read-only transaction|in read-only mode|READONLY You can't write|Connection is read-only|database is read[- ]only|Error 1836|not master and slaveOk|NotWritablePrimary/i],
  ['credentials', /Access denied for user|ERROR 1045|ER_ACCESS_DENIED|password authentication failed|WRONGPASS|NOAUTH Authentication required|ERR invalid password|authentication failed.*mongo|SCRAM.*failed|AuthenticationFailed|role "[^"]+" does not exist/i],
  ['unreachable', /Communications link failure|Can't connect to MySQL server|Could not connect to (?:address=|database)|CJCommunicationsException|CommunicationsException|Connection to \S+ refused|dial tcp [^ ]*:(?:3306|5432|27017)|(?:mysql|mariadb|postgres|pymysql|sqlalchemy|hikari|jdbc|sequelize|gorm).*(?:refused|timed? ?out|unreachable|ECONNREFUSED)|ECONNREFUSED \S*:3306|could not connect to server/i],
];
const any = new RegExp(complaints.map(([, pattern]) => pattern.source).join('|'), 'i');

/**
 * `database-refuses`: programs complain of a database. Of `credentials` and `unreachable` the object is the program that
 * complains, unless all of the database's clients do (`everyone`); of `connections` and `read-only` it is the database.
 */
export function databaseFacts(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  const databases = index.workloads.filter((workload) => databaseEngineOf(workload) !== undefined);
  if (databases.length === 0) return [];
  const clients = clientsOf(index, databases, calls);
  const told = new Map<string, { complaint: Complaint; database: Workload; client: Workload; lines: LogLine[] }>();
  for (const client of index.workloads) {
    for (const line of linesMatching(index, client, any)) {
      const complaint = complaints.find(([, pattern]) => pattern.test(line.text))?.[0];
      if (complaint === undefined) continue;
      const self = databases.includes(client);
      const database = self ? client : databaseOf(index, client, line.text, databases, clients);
      const complaining = self ? clientNamedIn(index, line.text, client) : client;
      if (database === undefined || complaining === undefined) continue;
      const key = `${complaint}/${keyOf(database.object)}/${keyOf(complaining.object)}`;
      const entry = told.get(key) ?? { complaint, database, client: complaining, lines: [] };
      entry.lines.push(line);
      told.set(key, entry);
    }
  }
  const groups = new Map<string, (typeof told extends Map<string, infer Entry> ? Entry : never)[]>();
  for (const entry of told.values()) append(groups, `${entry.complaint}/${keyOf(entry.database.object)}`, entry);
  return [...groups.values()].flatMap((group) => {
    const [{ complaint, database } = { complaint: undefined, database: undefined }] = group;
    if (complaint === undefined || database === undefined) return [];
    const known = clients.get(database) ?? new Set<Workload>();
    const others = [...known].filter((client) => client !== database && !group.some((entry) => entry.client === client));
    const complaining = group.filter((entry) => entry.client !== database);
    const everyone = others.length === 0 && complaining.length > 1;
    const aboutDatabase = complaint === 'connections' || complaint === 'read-only' || everyone;
    const subjects = aboutDatabase ? [{ object: database.object, lines: group.flatMap(({ lines }) => lines) }] : complaining.map(({ client, lines }) => ({ object: client.object, lines }));
    return subjects.map(({ object, lines }): ClusterFact => {
      const last = lines.at(-1);
      return {
        fact: 'database-refuses',
        object,
        complaint,
        database: database.object,
        engine: databaseEngineOf(database) ?? '',
        databaseReady: database.pods.some(isReady),
        everyone,
        clients: complaining.length,
        current: lines.some(({ current }) => current === true),
        count: lines.length,
        configured: configuredFor(complaint, database),
        evidence: lines.slice(-3).map(({ text, pod }) => evidenceOf('log', pod === '' ? object : { kind: 'Pod', namespace: database.namespace, name: pod }, text)),
        line: last?.text.slice(0, 400) ?? '',
      };
    });
  });
}

/** Whether the database is itself told to be read-only, or to take few connections. */
function configuredFor(complaint: Complaint, database: Workload): boolean {
  const text = (podSpecOf(database).containers ?? [])
    .flatMap(({ args, command, env }) => [...(command ?? []), ...(args ?? []), ...(env ?? []).map(({ name, value }) => `${name}=${value}`)])
    .join(' ');
  if (complaint === 'read-only') return /read[_-]only(?!\S*=(?:0|off|false))/i.test(text);
  if (complaint === 'connections') return /max[_-](?:user[_-])?connections/i.test(text);
  return false;
}

function clientsOf(index: ClusterIndex, databases: readonly Workload[], calls: readonly Call[]): ReadonlyMap<Workload, Set<Workload>> {
  const clients = new Map<Workload, Set<Workload>>(databases.map((database) => [database, new Set()]));
  for (const { caller, resolution } of calls) {
    if (resolution.kind !== 'service') continue;
    for (const workload of resolution.view.workloads) clients.get(workload)?.add(caller);
  }
  for (const [service, { upstream }] of index.snapshot.supplements.dependencies ?? []) {
    for (const database of databases) {
      if (database.object.name !== service && !index.servicesOf(database).some(({ object }) => object.name === service)) continue;
      for (const name of upstream) {
        const client = index.workloads.find(({ object, namespace }) => object.name === name && namespace === database.namespace);
        if (client !== undefined) clients.get(database)?.add(client);
      }
    }
  }
  return clients;
}

/** The database that the line names, or the only one that the client calls, or the only one of its namespace. */
function databaseOf(
  index: ClusterIndex,
  client: Workload,
  line: string,
  databases: readonly Workload[],
  clients: ReadonlyMap<Workload, ReadonlySet<Workload>>,
): Workload | undefined {
  const namesOf = (database: Workload) => [database.object.name, ...index.servicesOf(database).flatMap(({ object, service }) => [object.name, service.spec?.clusterIP ?? object.name])];
  const named = databases.find((database) => namesOf(database).some((name) => line.includes(name)));
  if (named !== undefined) return named;
  const called = databases.filter((database) => clients.get(database)?.has(client) === true);
  if (called.length > 0) return called.length === 1 ? called[0] : undefined;
  const near = databases.filter(({ namespace }) => namespace === client.namespace);
  return near.length === 1 ? near[0] : undefined;
}

/** A server's own log gives the address of the client: `Access denied for user 'shop'@'10.0.0.7'`. */
function clientNamedIn(index: ClusterIndex, line: string, database: Workload): Workload | undefined {
  const address = /@'?(\d+\.\d+\.\d+\.\d+)'?/.exec(line)?.[1];
  if (address === undefined) return database;
  return index.workloads.find(({ pods }) => pods.some(({ status }) => status?.podIP === address)) ?? database;
}
