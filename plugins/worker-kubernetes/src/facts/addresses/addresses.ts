import type { ClusterIndex, ServiceView } from '../cluster-index.ts';
import { databaseEngineOf } from '../databases/engine.ts';
import { type ClusterFact, evidenceOf, keyOf } from '../fact.ts';
import { containersOf, isCrashing, isReady } from '../containers/containers.ts';
import { append } from '../labels.ts';
import { linesMatching } from '../logs/lines.ts';
import type { Workload } from '../workloads.ts';
import type { Call } from './calls.ts';
import { addressesOfOthers } from './other-address.ts';
import { type Address, addressesOf } from './parse.ts';
import { resolveHost } from './resolve.ts';
import { addressesOfNobody } from './unowned-address.ts';

/**
 * `address-unresolved`: a workload is told an address that nothing in the cluster has, or another's. `problem` is
 * `no-service`, `no-domain` (right but for its namespace or domain), `no-port`, or `other-service` (the variable is named
 * after one service and holds the address of another); `seen` tells whether its log speaks of the host, `silent` whether it fails and has left no word; `agreeing` counts the other workloads that are told the same, `differing` those that are told another port.
 * `service-missing`: a workload without a service of its name, which others call by that name; or, where several call it, not even
 * the workload is there (`hasWorkload`).
 */
export function addressFacts(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  const toService = new Map<string, Call[]>();
  const toMissing = new Map<string, Call[]>();
  for (const call of calls) {
    const { resolution } = call;
    if (resolution.kind === 'service') append(toService, keyOf(resolution.view.object), call);
    if (resolution.kind === 'missing')
      append(toMissing, `${resolution.namespace}/${resolution.name}/${resolution.domain}`, call);
  }
  const wrongPorts = [...toService.values()].flatMap((group) => {
    const [first] = group;
    return first?.resolution.kind === 'service' ? wrongPort(first.resolution.view, group) : [];
  });
  const nowhere = [...toMissing.values()].flatMap((group) => noService(index, group));
  const complains = (caller: Workload, host: string) => mentions(index, caller, host);
  return [
    ...wrongPorts,
    ...nowhere,
    ...addressesOfOthers(index, calls, complains),
    ...addressesOfNobody(index, calls, complains),
  ];
}

/** Whether the log of the workload complains with the name of the host. */
function mentions(index: ClusterIndex, workload: Workload, host: string): boolean {
  const pattern = new RegExp(
    `\\b${host.replaceAll(/[^a-z0-9-]/g, '.')}\\b.*(?:no such host|refused|timeout|timed out|unavailable|unreachable|error|fail|unknown|not known|resol)|(?:no such host|refused|timeout|timed out|unavailable|unreachable|error|fail|unknown|not known|resol).*\\b${host.replaceAll(/[^a-z0-9-]/g, '.')}\\b`,
    'i',
  );
  return linesMatching(index, workload, pattern).length > 0;
}

function wrongPort(view: ServiceView, group: readonly Call[]): ClusterFact[] {
  const { service } = view;
  const ports = (service.spec?.ports ?? []).flatMap(({ port }) => port ?? []);
  // A headless service, and an ExternalName, do not translate ports.
  if (ports.length === 0 || service.spec?.clusterIP === 'None' || service.spec?.type === 'ExternalName') return [];
  const wrong = group.filter(({ address }) => address.port !== undefined && !ports.includes(address.port));
  const engine = view.workloads.map(databaseEngineOf).find((found) => found !== undefined);
  const told = new Map<string, Call>();
  for (const call of wrong) told.set(`${keyOf(call.caller.object)}/${call.address.port}`, call);
  const callers = (calls: readonly Call[]) => new Set(calls.map(({ caller }) => keyOf(caller.object)));
  return [...told.values()].map(({ caller, address }): ClusterFact => {
    const same = wrong.filter((other) => other.caller !== caller && other.address.port === address.port);
    const right = group.filter(
      (other) => other.caller !== caller && other.address.port !== undefined && ports.includes(other.address.port),
    );
    return {
      fact: 'address-unresolved',
      object: caller.object,
      problem: 'no-port',
      seen: false,
      silent: false,
      variable: address.variable,
      host: address.host,
      port: address.port,
      service: view.object,
      servicePorts: ports,
      engine: engine ?? engineOf(address) ?? '',
      agreeing: callers(same).size,
      differing: callers(right).size,
      nearest: view.object.name,
      evidence: [
        evidenceOf(
          'object',
          caller.object,
          `${address.variable} of ${address.container} is ${address.host}:${address.port}`,
        ),
        evidenceOf('object', view.object, `has the ports ${ports.join(', ')}`),
      ],
    };
  });
}

/** Of an address by its scheme or variable, when the service tells nothing. */
function engineOf({ scheme, variable }: Address): string | undefined {
  return /mysql|mariadb|postgres/i.exec(`${scheme} ${variable}`)?.[0].toLowerCase();
}

function noService(index: ClusterIndex, group: readonly Call[]): ClusterFact[] {
  const [first] = group;
  if (first?.resolution.kind !== 'missing') return [];
  const { namespace, name, nearest, domain } = first.resolution;
  const callers = [...new Map(group.map((call) => [keyOf(call.caller.object), call])).values()];
  const own = index.workloads.find((workload) => workload.namespace === namespace && workload.object.name === name);
  const evidence = callers
    .slice(0, 3)
    .map(({ caller, address }) =>
      evidenceOf(
        'object',
        caller.object,
        `${address.variable} of ${address.container} is ${address.host}${address.port === undefined ? '' : `:${address.port}`}`,
      ),
    );
  if (!domain && (own !== undefined || (callers.length > 1 && nearest === undefined))) {
    return [
      {
        fact: 'service-missing',
        object: own?.object ?? { kind: 'Service', namespace, name },
        service: name,
        hasWorkload: own !== undefined,
        seen: callers.some(({ caller, address }) => mentions(index, caller, address.host)),
        callers: callers.map(({ caller }) => caller.object.name),
        evidence: [...evidence, evidenceOf('object', { kind: 'Service', namespace, name }, 'does not exist')],
      },
    ];
  }
  return callers.map(({ caller, address }, position): ClusterFact => ({
    fact: 'address-unresolved',
    object: caller.object,
    problem: domain ? 'no-domain' : 'no-service',
    seen: mentions(index, caller, address.host),
    silent: isSilent(index, caller),
    variable: address.variable,
    host: address.host,
    port: address.port ?? 0,
    nearest: (nearest ?? toldBefore(index, caller, address))?.object.name ?? '',
    engine: engineOf(address) ?? '',
    agreeing: callers.length - 1,
    differing: 0,
    evidence: evidence.slice(position, position + 1),
  }));
}

/** What the last revision was told by the same variable, where that was a service. */
function toldBefore(index: ClusterIndex, caller: Workload, { variable, container }: Address): ServiceView | undefined {
  const containers = caller.earlier[0]?.spec?.template?.spec?.containers ?? [];
  const before = containers
    .flatMap(addressesOf)
    .find((told) => told.variable === variable && told.container === container);
  const resolution = before === undefined ? undefined : resolveHost(index, caller.namespace, before.host);
  return resolution?.kind === 'service' ? resolution.view : undefined;
}

/** It ends over and over, and no log of it was read. */
function isSilent(index: ClusterIndex, caller: Workload): boolean {
  const speaking = new Set(index.logsOf(caller).flatMap(({ pod, text }) => (text.trim() === '' ? [] : [pod])));
  return caller.pods.some(
    (pod) => !isReady(pod) && !speaking.has(pod.metadata.name) && containersOf(pod).some(isCrashing),
  );
}
