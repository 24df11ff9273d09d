import type { ClusterIndex } from '../cluster-index.ts';
import { isReady } from '../containers/containers.ts';
import { type ClusterFact, evidenceOf, keyOf } from '../fact.ts';
import { append } from '../labels.ts';
import { linesMatching } from '../logs/lines.ts';
import { declaredPorts } from '../services/ports.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import type { Databases } from './clients.ts';
import { databaseEngineOf } from './engine.ts';

const failure =
  /refused|ECONN|timed? ?out|i\/o timeout|unreachable|reset by peer|can(?:'|no)t connect|\bEOF\b|fail|error/i;

/**
 * `database-port-called`: a program complains that it cannot connect to a database, by its name or its address, at a `port` that
 * neither the database nor its services have. Where the program is told the address may not be seen: in a Secret, in a file.
 */
export function wrongPortFacts(index: ClusterIndex, databases: Databases): ClusterFact[] {
  const named = new Map<string, Workload[]>();
  for (const database of databases.all)
    for (const name of databases.namesOf(database)) append(named, name.toLowerCase(), database);
  if (named.size === 0) return [];
  const address = addressOf([...named.keys()]);
  return index.workloads.flatMap((workload) => {
    if (databases.all.includes(workload)) return [];
    const found = new Map<string, ClusterFact>();
    const unready = !workload.pods.some(isReady);
    for (const { text, pod, current } of linesMatching(index, workload, address)) {
      const [, name = '', port = ''] = address.exec(text) ?? [];
      const candidates = named.get(name.toLowerCase()) ?? [];
      const [database] = candidates;
      const had = candidates.some((candidate) => portsOf(index, candidate).has(Number(port)));
      if (database === undefined || had || !failure.test(text) || (current === false && !unready)) continue;
      const speaker = pod === '' ? workload.object : { kind: 'Pod', namespace: workload.namespace, name: pod };
      found.set(keyOf(database.object), {
        fact: 'database-port-called',
        object: workload.object,
        database: database.object,
        engine: databaseEngineOf(database) ?? '',
        port: Number(port),
        line: text.slice(0, 400),
        evidence: [evidenceOf('log', speaker, text)],
      });
    }
    return [...found.values()];
  });
}

/** `10.96.0.7:3307`, `mysql.shop.svc:3307`, `tcp(mysql:3307)`, and as libpq has it: `"mysql" (10.96.0.7), port 3307`. */
function addressOf(names: readonly string[]): RegExp {
  const known = names.map((name) => name.replaceAll(/[^a-z\d-]/g, String.raw`\$&`)).join('|');
  return new RegExp(
    String.raw`(?<![\w.-])(${known})(?:\.[a-z][\w.-]{0,100})?(?::|"?(?: \([\d.]{7,15}\))?,? port )(\d{2,5})\b`,
    'i',
  );
}

function portsOf(index: ClusterIndex, database: Workload): ReadonlySet<number> {
  return new Set([
    ...declaredPorts(podSpecOf(database).containers).map(({ number }) => number),
    ...index
      .servicesOf(database)
      .flatMap(({ service }) => (service.spec?.ports ?? []).flatMap(({ port }) => port ?? [])),
  ]);
}
