import type { Call } from '../addresses/calls.ts';
import { stemOf } from '../addresses/other-address.ts';
import { resolveHost } from '../addresses/resolve.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf, keyOf } from '../fact.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import { linesMatching } from './lines.ts';

/** What resolvers of the common languages say; the group is the name. */
const failures: readonly RegExp[] = [
  /lookup ([A-Za-z0-9._-]+)(?: on \S+)?: (?:no such host|server misbehaving|i\/o timeout|Temporary failure in name resolution|Try again|read udp|dial udp)/,
  /(?:getaddrinfo|queryA|queryAaaa) (?:ENOTFOUND|EAI_AGAIN) ([A-Za-z0-9._-]+)/,
  /UnknownHostException: ([A-Za-z0-9._-]+)/,
  /[Cc]ould not resolve host:? ([A-Za-z0-9._-]+)/,
  /[Ff]ailed to resolve (?:host )?'?([A-Za-z0-9._-]+)'?/,
  /Unknown (?:MySQL server )?host '([A-Za-z0-9._-]+)'/,
  /could not translate host name "([A-Za-z0-9._-]+)"/,
  /host not found in upstream "([A-Za-z0-9._-]+)/,
  /Unable to find instance for ([A-Za-z0-9._-]+)/,
  /DNS resolution failed for ([A-Za-z0-9._-]+)/,
  /host='([A-Za-z0-9._-]+)'.*(?:Name or service not known|Temporary failure in name resolution|nodename nor servname)/,
  /([A-Za-z0-9._-]+):? (?:Name or service not known|Temporary failure in name resolution|Name does not resolve|Name has no usable address)/,
];
const any =
  /no such host|host not found|Unable to find instance|server misbehaving|ENOTFOUND|EAI_AGAIN|UnknownHostException|resolve|resolution|Name or service not known|Name does not resolve|nodename nor servname|translate host name|Unknown (?:MySQL server )?host|lookup \S+.*(?:i\/o timeout|Try again|read udp)/;

/**
 * `name-not-resolved`: a workload could not resolve the name of another. `exists` tells whether a service has the name,
 * `toldBy` the variable from a ConfigMap or a Secret, whose value is not read, that is named after the nearest service,
 * `current` whether it still happens, `count` how often it did, `namesFailing` how many existing names it cannot resolve.
 * `name-lost`: several workloads cannot resolve a service's name, and only that one.
 * `unnamed-not-resolved`: a workload could not resolve a name, and does not say which: `gaierror: Temporary failure in name resolution`.
 */
export function nameFailureFacts(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  const facts = index.workloads.flatMap((workload) => ofWorkload(index, workload));
  const lasting = facts.filter(({ current, exists }) => current === true && exists === true);
  const callers = new Map<unknown, Set<string>>();
  for (const { caller, resolution } of calls) {
    if (resolution.kind === 'service')
      callers.set(
        resolution.view.object.name,
        (callers.get(resolution.view.object.name) ?? new Set()).add(keyOf(caller.object)),
      );
  }
  const ofName = Map.groupBy(lasting, ({ name }) => name);
  const ofCaller = Map.groupBy(lasting, ({ object }) => keyOf(object));
  const lost = [...ofName].flatMap(([name, group]): ClusterFact[] => {
    const [one] = group;
    const all = callers.get(name)?.size ?? 0;
    // One caller whose other names resolve, or all of several: then it is the name.
    if (
      one === undefined ||
      group.length < Math.max(2, all) ||
      group.some(({ object }) => (ofCaller.get(keyOf(object)) ?? []).length > 1)
    )
      return [];
    return [
      {
        fact: 'name-lost',
        object: { kind: 'Service', namespace: one.object.namespace ?? '', name: String(name) },
        callers: group.length,
        evidence: group.slice(0, 3).flatMap(({ evidence }) => evidence),
      },
    ];
  });
  return [...facts.map((fact) => ({ ...fact, namesFailing: ofCaller.get(keyOf(fact.object))?.length ?? 0 })), ...lost];
}

function nameIn(line: string): string | undefined {
  return failures
    .map((pattern) => pattern.exec(line)?.[1])
    .find((found) => found !== undefined)
    ?.replace(/\.$/, '');
}

const withoutName = /gaierror|failure in name resolution|Name or service not known|EAI_AGAIN/;

function notNamed(workload: Workload, count: number, { text, pod }: { text: string; pod: string }): ClusterFact {
  return {
    fact: 'unnamed-not-resolved',
    object: workload.object,
    count,
    line: text.slice(0, 400),
    evidence: [evidenceOf('log', { kind: 'Pod', namespace: workload.namespace, name: pod }, text)],
  };
}

function unreadVariableOf(workload: Workload, service: string): string {
  const told = (podSpecOf(workload).containers ?? [])
    .flatMap(({ env }) => env ?? [])
    .find(
      ({ name, valueFrom }) =>
        (valueFrom?.configMapKeyRef !== undefined || valueFrom?.secretKeyRef !== undefined) &&
        stemOf(name ?? '') === stemOf(service),
    );
  return told?.name ?? '';
}

function ofWorkload(index: ClusterIndex, workload: Workload): ClusterFact[] {
  const byName = new Map<string, { count: number; current: boolean | undefined; line: string; pod: string }>();
  const unnamed: { readonly text: string; readonly pod: string }[] = [];
  for (const { text, current, pod } of linesMatching(index, workload, any)) {
    const name = nameIn(text);
    if (name === undefined) {
      if (current === true && pod !== '' && withoutName.test(text)) unnamed.push({ text, pod });
      continue;
    }
    const seen = byName.get(name);
    byName.set(name, {
      count: (seen?.count ?? 0) + 1,
      current: seen?.current === true || current === true ? true : (current ?? seen?.current),
      line: text,
      pod,
    });
  }
  const last = unnamed.at(-1);
  if (byName.size === 0 && last !== undefined) return [notNamed(workload, unnamed.length, last)];
  return [...byName].flatMap(([name, { count, current, line, pod }]): ClusterFact[] => {
    const resolution = resolveHost(index, workload.namespace, name);
    if (resolution.kind === 'external') return [];
    const nearest = resolution.kind === 'missing' ? (resolution.nearest?.object.name ?? '') : '';
    const misspelt = resolution.kind === 'missing' && !resolution.domain && nearest !== '';
    return [
      {
        fact: 'name-not-resolved',
        object: workload.object,
        name,
        exists: resolution.kind === 'service',
        nearest,
        toldBy: misspelt ? unreadVariableOf(workload, nearest) : '',
        ready: resolution.kind === 'service' && resolution.view.pods.length > 0,
        current: current ?? false,
        count,
        evidence: [
          evidenceOf(
            'log',
            pod === '' ? workload.object : { kind: 'Pod', namespace: workload.namespace, name: pod },
            line,
          ),
        ],
      },
    ];
  });
}
