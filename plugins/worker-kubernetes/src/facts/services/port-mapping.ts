import type { Pod } from '../../cluster/objects.ts';
import type { ClusterIndex, ServiceView } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf } from '../fact.ts';
import { isReady } from '../containers/containers.ts';
import { databaseEngineOf } from '../databases/engine.ts';
import { podSpecOf } from '../workloads.ts';
import { declaredPorts, knownPorts, probeTarget, promisedBy } from './ports.ts';
import { probesOf, reachabilityOf } from './reachability.ts';

/**
 * `service-port-unmatched`: the target port of a service is no port of the pods that it selects.
 * `service-protocol-differs`: the port is there, with another protocol; `level` is `transport` (TCP, UDP) or
 * `application` (what the port's name promises to a mesh).
 */
export function portFacts(index: ClusterIndex): ClusterFact[] {
  return index.services.flatMap((view) => {
    // The template has ports and probes as they were meant; in pods a mesh may have rewritten them.
    const pod = view.workloads[0] === undefined ? view.pods[0] : asPod(view.workloads[0]);
    if (pod === undefined || view.service.spec?.type === 'ExternalName') return [];
    return (view.service.spec?.ports ?? []).flatMap((port) => [
      ...unmatched(index, view, pod, port),
      ...protocolDiffers(view, pod, port),
    ]);
  });
}

interface Port {
  readonly port?: number | undefined;
  readonly name?: string | undefined;
  readonly protocol?: string | undefined;
  /** A number, or the name of a port. */
  readonly targetPort?: string | number | undefined;
  readonly appProtocol?: string | undefined;
}

function asPod(workload: ServiceView['workloads'][number]): Pod {
  return {
    kind: 'Pod',
    metadata: { name: workload.object.name, namespace: workload.namespace },
    spec: podSpecOf(workload),
  };
}

function unmatched(index: ClusterIndex, view: ServiceView, pod: Pod, { port, targetPort }: Port): ClusterFact[] {
  const target = targetPort ?? port;
  const declared = declaredPorts(pod.spec?.containers);
  const number = Number(target);
  const named = !Number.isInteger(number);
  if (isPortOf(pod, { port, targetPort })) return [];
  const { namespace, name } = view.service.metadata;
  const reachable = reachabilityOf(probesOf(index, namespace, name, port));
  const headless = view.service.spec?.clusterIP === 'None';
  const ports = [...new Set(declared.map((declaration) => declaration.number))];
  return [
    {
      fact: 'service-port-unmatched',
      object: view.object,
      port,
      targetPort: String(target),
      named,
      declared: declared.map((declaration) =>
        declaration.name === undefined ? String(declaration.number) : `${declaration.name}=${declaration.number}`,
      ),
      declares: knownPorts(pod).size > 0,
      // Someone who calls a service by its port alone tells that the service port itself was meant to be the target.
      sameAsService: ports.includes(port ?? 0),
      reachable,
      ready: view.pods.some(isReady),
      othersMatch: (view.service.spec?.ports ?? []).some((other) => other.port !== port && isPortOf(pod, other)),
      headless,
      evidence: [
        evidenceOf(
          'object',
          view.object,
          `port ${port} goes to ${named ? `the port named "${String(target)}"` : `port ${number}`}`,
        ),
        evidenceOf(
          'object',
          { kind: 'Pod', namespace, name: pod.metadata.name },
          `its containers have the ports ${ports.join(', ') || '(none declared)'}`,
        ),
        ...probesOf(index, namespace, name, port)
          .slice(0, 1)
          .map(({ text }) => evidenceOf('probe', view.object, text)),
      ],
    },
  ];
}

function isPortOf(pod: Pod, { port, targetPort = port }: Port): boolean {
  const number = Number(targetPort);
  if (Number.isInteger(number)) return knownPorts(pod).has(number);
  return declaredPorts(pod.spec?.containers).some(({ name }) => name === targetPort);
}

function protocolDiffers(view: ServiceView, pod: Pod, service: Port): ClusterFact[] {
  const { port, targetPort, protocol = 'TCP', name = '', appProtocol } = service;
  const target = targetPort ?? port;
  const same = declaredPorts(pod.spec?.containers).filter(
    (declared) => String(declared.number) === String(target) || declared.name === target,
  );
  const number = same[0]?.number ?? Number(target);
  const spoken = spokenOn(pod, number);
  const declared = same.map((declaration) => declaration.protocol);
  const fact = (level: string, wanted: string, seen: string): ClusterFact => ({
    fact: 'service-protocol-differs',
    object: view.object,
    port,
    level,
    serviceProtocol: wanted,
    containerProtocol: seen,
    evidence: [
      evidenceOf('object', view.object, `port ${port} (${name || 'unnamed'}) is ${wanted}`),
      evidenceOf(
        'object',
        { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name },
        `port ${number} is ${seen}`,
      ),
    ],
  });
  const [seen] = declared.length > 0 ? declared : spoken.length > 0 ? ['TCP'] : [];
  if (seen !== undefined && !(declared.length > 0 ? declared : ['TCP']).includes(protocol))
    return [fact('transport', protocol, seen)];
  const promised = promisedBy(appProtocol ?? name);
  const [probe] = spoken;
  const engine = view.workloads[0] === undefined ? undefined : databaseEngineOf(view.workloads[0]);
  if (promised !== undefined && engine !== undefined) return [fact('application', promised, engine)];
  if (promised === undefined || probe === undefined || probe === 'tcp' || spoken.includes(promised)) return [];
  return [fact('application', promised, probe)];
}

/** What probes of this port speak, all of them over TCP. */
function spokenOn(pod: Pod, port: number): readonly string[] {
  return (pod.spec?.containers ?? []).flatMap((container) =>
    [container.readinessProbe, container.livenessProbe, container.startupProbe].flatMap((probe) => {
      const target = probe === undefined ? undefined : probeTarget(container, probe);
      return target !== undefined && target.port === port ? [target.protocol] : [];
    }),
  );
}
