import type { Container } from '../../cluster/objects.ts';
import type { Probe } from '../parts.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { eventEvidence, type SeenEvent } from '../events.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import { declaredPorts, portsOfEnvironment, type ProbeTarget, probeTarget, promisedBy } from '../services/ports.ts';
import type { Workload } from '../workloads.ts';
import {
  containersOf,
  type ContainerView,
  endForMemory,
  isReady,
  type ProbeKind,
  probeKinds,
  probeOf,
  recovered,
} from './containers.ts';

/**
 * `probe-failing`: a probe fails now, or has the container restarted again and again. What is wrong shows in its fields:
 * - `portKnown`: `yes` or `no`: whether anything but this probe says that the pod has the port; `unknown` when nothing is
 *   known of its ports, `none` for a command that does not complain of a port.
 * - `asks`: what the probe asks, in words: `port 8080`, `port 8080 (http)`, `port "grpc"` for a name that no port has,
 *   `a command`, `port 8080 by a command`.
 * - `expectedProtocol`: what the other probes and the service's port name say is spoken there, empty when nothing does.
 * - `budgetSeconds`: the time that a container has to answer before it is given up; `ranSeconds`: how long it last ran.
 */
export function probeFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload) => {
    const seen = new Map<string, ClusterFact>();
    for (const pod of workload.pods) {
      for (const container of containersOf(pod)) {
        for (const kind of probeKinds) {
          const key = `${container.name}/${kind}`;
          const fact = seen.has(key) ? undefined : probeFailing(index, workload, container, kind);
          if (fact !== undefined) seen.set(key, fact);
        }
      }
    }
    return [...seen.values()];
  });
}

function probeFailing(
  index: ClusterIndex,
  workload: Workload,
  container: ContainerView,
  kind: ProbeKind,
): ClusterFact | undefined {
  const probe = probeOf(workload, container, kind);
  const stated = probe === undefined ? undefined : probeTarget(container.spec, probe);
  if (probe === undefined || stated === undefined) return undefined;
  const reference = referenceOf(container.pod);
  const prefix = new RegExp(`^${kind} probe (?:failed|errored)`, 'i');
  const failures = index.events
    .of(reference, 'Unhealthy', 'ProbeWarning')
    .filter(({ message, container: named }) => prefix.test(message) && (named ?? container.name) === container.name);
  const killed = index.events
    .of(reference, 'Killing')
    .filter(({ message }) => new RegExp(`failed ${kind} probe`).test(message) && message.includes(container.name));
  const restarts = container.status?.restartCount ?? 0;
  const last = failures.at(-1);
  const target = { ...stated, port: stated.port ?? portOfCommand(probe, last?.message ?? '') };
  const others = otherProbes(workload, container, kind);
  const known = portsBesides(index, workload, container, others);
  const expected = expectedProtocol(index, workload, container, target, others);
  const suspicious =
    portKnown(target, known) === 'no' || (expected !== '' && !['tcp', 'exec', expected].includes(target.protocol));
  if (!isFailing(kind, container, probe, failures, killed, index.now) && !(suspicious && isSuffering(kind, container)))
    return undefined;
  return {
    fact: 'probe-failing',
    object: workload.object,
    probe: kind,
    container: container.name,
    protocol: target.protocol,
    asks: inWords(target),
    portKnown: portKnown(target, known),
    knownPorts: [...known].sort((a, b) => a - b),
    expectedProtocol: expected,
    message: last?.message ?? '',
    failures: failures.reduce((sum, { count }) => sum + count, 0),
    killed: killed.length > 0,
    restarts,
    ready: isReady(container.pod),
    outOfMemory: endForMemory(container.status) !== undefined,
    budgetSeconds: (probe.initialDelaySeconds ?? 0) + (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3),
    timeoutSeconds: probe.timeoutSeconds ?? 1,
    failureThreshold: probe.failureThreshold ?? 3,
    ...ranSeconds(container),
    evidence: [
      evidenceOf(
        'object',
        reference,
        `${kind} probe of ${container.name}: ${JSON.stringify(probe)}; ${restarts} restarts`,
      ),
      ...[last, killed.at(-1)].flatMap((event) => (event === undefined ? [] : [eventEvidence(event)])),
    ],
  };
}

/** The port where a command found nothing, in the words of what it ran: only one that the command itself names counts. */
function portOfCommand({ exec }: Probe, message: string): number | undefined {
  if (!/refused|no response|failed to connect|could ?n[o']t connect/i.test(message)) return undefined;
  const port = /(?:(?:localhost|127\.0\.0\.1|\/var\/run\/\w+|"):| port )(\d{2,5})\b/.exec(message)?.[1];
  const named = port !== undefined && new RegExp(`(?<!\\d)${port}(?!\\d)`).test((exec?.command ?? []).join(' '));
  return named ? Number(port) : undefined;
}

/** A failure or two while a container starts are usual, and are over when it is ready and was never restarted. */
function isFailing(
  kind: ProbeKind,
  { pod, status }: ContainerView,
  probe: Probe,
  failures: readonly SeenEvent[],
  killed: readonly SeenEvent[],
  now: number,
): boolean {
  const last = failures.at(-1);
  if (last === undefined && killed.length === 0) return false;
  if (kind === 'readiness') return !isReady(pod) && status?.ready !== true && status?.state?.running !== undefined;
  const latest = Math.max(last?.lastSeen ?? 0, killed.at(-1)?.lastSeen ?? 0);
  if ((status?.restartCount ?? 0) > 0) return !isReady(pod) || now - latest < recovered;
  const window = 2000 * (probe.periodSeconds ?? 10) + 5000;
  const count = failures.reduce((sum, failure) => sum + failure.count, 0);
  return count >= (probe.failureThreshold ?? 3) && last?.lastSeen !== undefined && now - last.lastSeen < window;
}

/** Events are kept for an hour; what a failing probe does to its container shows for longer. */
function isSuffering(kind: ProbeKind, { pod, status }: ContainerView): boolean {
  const restarted = (status?.restartCount ?? 0) > 0;
  // A container that is ready passes its own probe, whatever keeps its pod from being ready.
  return kind === 'readiness'
    ? status?.state?.running !== undefined && status.ready !== true && !isReady(pod)
    : restarted && !isReady(pod);
}

function otherProbes(workload: Workload, container: ContainerView, kind: ProbeKind): readonly ProbeTarget[] {
  return probeKinds.flatMap((other) => {
    const probe = other === kind ? undefined : probeOf(workload, container, other);
    return (probe === undefined ? undefined : probeTarget(container.spec, probe)) ?? [];
  });
}

function portsBesides(
  index: ClusterIndex,
  workload: Workload,
  { pod, spec }: ContainerView,
  others: readonly ProbeTarget[],
): ReadonlySet<number> {
  // A proxy has ports of its own, which it need not declare: those of the program say nothing of them.
  if (isProxy(spec)) return new Set();
  const declared = [
    ...declaredPorts(withoutProxy(pod.spec?.containers ?? [])).map(({ number }) => number),
    ...portsOfEnvironment(spec),
  ];
  if (declared.length > 0) return new Set(declared);
  const targets = index.servicesOf(workload).flatMap(({ service }) =>
    (service.spec?.ports ?? []).flatMap(({ port, targetPort }) => {
      const number = Number(targetPort ?? port);
      return Number.isInteger(number) ? [number] : [];
    }),
  );
  return new Set([...targets, ...others.flatMap(({ port }) => port ?? [])]);
}

/** The proxy of a mesh listens on ports of its own, which no probe of the program means. */
function withoutProxy(containers: readonly Container[]): readonly Container[] {
  return containers.filter((container) => !isProxy(container));
}

function isProxy({ name }: Container): boolean {
  return name === 'istio-proxy' || name === 'linkerd-proxy';
}

function expectedProtocol(
  index: ClusterIndex,
  workload: Workload,
  { spec, status }: ContainerView,
  target: ProbeTarget,
  others: readonly ProbeTarget[],
): string {
  if (target.port === undefined) return '';
  const other = others.find(({ port, protocol }) => port === target.port && protocol !== 'tcp' && protocol !== 'exec');
  if (other !== undefined) return other.protocol;
  // Whatever is not gRPC still takes a connection; of gRPC the kubelet only says that it timed out.
  const takesConnections = others.some(({ port, protocol }) => port === target.port && protocol === 'tcp');
  if (target.protocol === 'grpc' && takesConnections && status?.state?.running !== undefined) return 'tcp';
  const own = spec.ports?.find(({ containerPort }) => containerPort === target.port)?.name;
  const said = promisedBy(own);
  if (said !== undefined) return said;
  for (const { service } of index.servicesOf(workload)) {
    for (const { port, targetPort, name, appProtocol } of service.spec?.ports ?? []) {
      if (Number(targetPort ?? port) !== target.port) continue;
      const promised = promisedBy(appProtocol ?? name);
      if (promised !== undefined) return promised;
    }
  }
  return '';
}

function inWords({ protocol, port, portName }: ProbeTarget): string {
  if (protocol === 'exec') return port === undefined ? 'a command' : `port ${port} by a command`;
  if (port === undefined) return `port "${portName ?? ''}"`;
  return portName === undefined ? `port ${port}` : `port ${port} (${portName})`;
}

function portKnown({ protocol, port }: ProbeTarget, known: ReadonlySet<number>): 'yes' | 'no' | 'unknown' | 'none' {
  if (protocol === 'exec' && port === undefined) return 'none';
  if (port === undefined) return 'no';
  return known.size === 0 ? 'unknown' : known.has(port) ? 'yes' : 'no';
}

function ranSeconds({ status }: ContainerView): { readonly ranSeconds?: number } {
  const { startedAt, finishedAt } = status?.lastState?.terminated ?? status?.state?.terminated ?? {};
  const milliseconds = Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '');
  return Number.isNaN(milliseconds) ? {} : { ranSeconds: milliseconds / 1000 };
}
