import type { Node } from '../cluster/objects.ts';
import type { ConnectivityProbe } from './parts.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { isReady } from './containers/containers.ts';
import { eventEvidence, type SeenEvent } from './events.ts';
import { type ClusterFact, type EvidenceReference, evidenceOf, referenceOf } from './fact.ts';
import { isControlPlane } from './scheduling/predicates.ts';
import { probesOf, reachabilityOf } from './services/reachability.ts';

/** A component of a node, whatever program does it. */
type NodeComponent = 'kubelet' | 'container-runtime' | 'kube-proxy' | 'scheduler';

const units: ReadonlyMap<string, NodeComponent> = new Map(
  Object.entries<NodeComponent>({
    kubelet: 'kubelet',
    k3s: 'kubelet',
    'k3s-agent': 'kubelet',
    containerd: 'container-runtime',
    docker: 'container-runtime',
    'cri-docker': 'container-runtime',
    crio: 'container-runtime',
    'kube-proxy': 'kube-proxy',
    'kube-scheduler': 'scheduler',
  }),
);
const recent = 5 * 60 * 1000;
/** A kubelet renews its lease every ten seconds; after forty the node counts as lost. */
const lostAfter = 40_000;
const runtimeSocket =
  /\b(?:containerd|crio|dockershim|cri-dockerd|docker)\.sock|container runtime (?:is down|network not ready|status check may not)|runtime is down|PLEG is not healthy/;

/**
 * `node-component-down`: `component` of a node does not run. `certain` when systemd or the component's own pod says so,
 * else it is told from what it leaves behind.
 * `node-not-ready`: the node is not ready and nothing tells which component is to blame.
 * `unconsidered`: the facts of pods that no scheduler has looked at.
 */
export function nodeFacts(index: ClusterIndex, unconsidered: readonly ClusterFact[]): ClusterFact[] {
  const refusals = index.events
    .withReason(
      'ContainerGCFailed',
      'ImageGCFailed',
      'FailedCreatePodSandBox',
      'FailedKillPod',
      'FailedPodSandBoxStatus',
    )
    .filter(
      ({ lastSeen, message }) => lastSeen !== undefined && index.now - lastSeen < recent && runtimeSocket.test(message),
    );
  const leases = new Map(
    index.snapshot
      .list('Lease')
      .flatMap(({ metadata, spec }) =>
        metadata.namespace === 'kube-node-lease' ? [[metadata.name, Date.parse(spec?.renewTime ?? '')] as const] : [],
      ),
  );
  const freshest = Math.max(...[...leases.values()].filter((time) => !Number.isNaN(time)));
  const calls = index.services.flatMap(({ object }) => probesOf(index, object.namespace ?? '', object.name));
  const facts = index.nodes.flatMap((node) => {
    const down = stoppedUnits(index, node);
    const found = new Set(down.map(({ component }) => component));
    const inferred = [
      ...runtimeDown(index, node, refusals),
      ...kubeletDown(node, leases.get(node.metadata.name), freshest),
      ...proxyDown(index, node, calls),
    ];
    return [...down, ...inferred.filter(({ component }) => !found.has(component))];
  });
  const blamed = new Set(facts.map(({ object }) => object.name));
  return [
    ...facts,
    ...schedulerDown(index, facts, unconsidered),
    ...index.nodes.flatMap((node) => (blamed.has(node.metadata.name) ? [] : notReady(node))),
  ];
}

type ComponentFact = ClusterFact & { readonly component: NodeComponent };

function componentDown(
  node: Node,
  component: NodeComponent,
  certain: boolean,
  evidence: readonly EvidenceReference[],
): ComponentFact {
  return { fact: 'node-component-down', object: referenceOf(node), component, certain, evidence };
}

function stoppedUnits(index: ClusterIndex, node: Node): ComponentFact[] {
  const services = index.snapshot.supplements.nodeServices?.get(node.metadata.name) ?? new Map<string, never>();
  return [...services].flatMap(([unit, { active, sub, text }]) => {
    const component = units.get(unit.replace(/\.service$/, ''));
    // systemd starts what failed again and again: between two starts it waits.
    const stopped = ['inactive', 'failed', 'deactivating'].includes(active) || sub.startsWith('auto-restart');
    if (component === undefined || !stopped) return [];
    const line = text.split('\n').find((one) => one.includes('Active:')) ?? `${active} (${sub})`;
    return [componentDown(node, component, true, [evidenceOf('unit', referenceOf(node), `${unit}: ${line.trim()}`)])];
  });
}

function conditionOf(node: Node) {
  return (node.status?.conditions ?? []).find(({ type }) => type === 'Ready');
}

function runtimeDown(index: ClusterIndex, node: Node, refusals: readonly SeenEvent[]): ComponentFact[] {
  const ready = conditionOf(node);
  const said = ready?.status === 'False' && runtimeSocket.test(ready.message ?? '');
  const here = new Set(
    index.podsOn(node.metadata.name).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
  );
  const events = refusals.filter(({ object }) =>
    object.kind === 'Node' ? object.name === node.metadata.name : here.has(`${object.namespace}/${object.name}`),
  );
  // A runtime that was down and is back leaves events behind, too; then the node is ready again.
  if (!said && (events.length === 0 || ready?.status === 'True')) return [];
  return [
    componentDown(node, 'container-runtime', false, [
      evidenceOf('object', referenceOf(node), `Ready is ${ready?.status}: ${ready?.message ?? ''}`),
      ...events.slice(-2).map(eventEvidence),
    ]),
  ];
}

function kubeletDown(node: Node, renewed: number | undefined, freshest: number): ComponentFact[] {
  const ready = conditionOf(node);
  const silent = ready?.status === 'Unknown' || /stopped posting node status/.test(ready?.message ?? '');
  const late = renewed !== undefined && freshest - renewed > lostAfter;
  if (!silent && !late) return [];
  return [
    componentDown(node, 'kubelet', false, [
      evidenceOf(
        'object',
        referenceOf(node),
        `Ready is ${ready?.status}: ${ready?.message ?? ''}`,
        ready?.lastHeartbeatTime,
      ),
      ...(late
        ? [
            evidenceOf(
              'object',
              referenceOf(node),
              `its lease was last renewed ${Math.round((freshest - renewed) / 1000)} s before the others`,
            ),
          ]
        : []),
    ]),
  ];
}

/** From this node no service answers, from the others they do; or the node's own kube-proxy pod does not run. */
function proxyDown(index: ClusterIndex, node: Node, calls: readonly ConnectivityProbe[]): ComponentFact[] {
  const pod = index
    .podsOn(node.metadata.name)
    .find(({ metadata }) => metadata.namespace === 'kube-system' && metadata.labels?.['k8s-app'] === 'kube-proxy');
  if (pod !== undefined && !isReady(pod) && conditionOf(node)?.status === 'True') {
    return [
      componentDown(node, 'kube-proxy', true, [
        evidenceOf('object', referenceOf(pod), 'the kube-proxy of the node is not ready'),
      ]),
    ];
  }
  const { name } = node.metadata;
  const from = calls.filter((probe) => probe.from === name);
  const fromOthers = calls.filter((probe) => probe.from !== undefined && probe.from !== name);
  if (from.length < 2 || reachabilityOf(from) !== 'no' || !['yes', 'partly'].includes(reachabilityOf(fromOthers)))
    return [];
  return [
    componentDown(node, 'kube-proxy', false, [
      evidenceOf(
        'probe',
        referenceOf(node),
        `none of ${from.length} services answers from here; from other nodes they do`,
      ),
    ]),
  ];
}

/** A static pod of the scheduler that does not run, or a lease that nobody holds any more, with nothing else known of it. */
function schedulerDown(
  index: ClusterIndex,
  known: readonly ComponentFact[],
  unconsidered: readonly ClusterFact[],
): ComponentFact[] {
  if (known.some(({ component }) => component === 'scheduler')) return [];
  const { nodesByName: nodes } = index;
  const schedulers = index.pods
    .withLabels('kube-system', {})
    .filter(
      ({ metadata }) =>
        metadata.labels?.['component'] === 'kube-scheduler' || metadata.name.startsWith('kube-scheduler-'),
    );
  const stopped = schedulers.find((pod) => !isReady(pod));
  if (stopped !== undefined && !schedulers.some(isReady)) {
    const node = nodes.get(stopped.spec?.nodeName ?? '') ?? index.nodes.find(isControlPlane);
    if (node !== undefined)
      return [
        componentDown(node, 'scheduler', true, [evidenceOf('object', referenceOf(stopped), 'no scheduler is ready')]),
      ];
  }
  const lease = index.snapshot
    .list('Lease')
    .find(({ metadata }) => metadata.namespace === 'kube-system' && metadata.name === 'kube-scheduler');
  const renewed = Date.parse(lease?.spec?.renewTime ?? '');
  const stale = lease !== undefined && index.now - renewed > 60_000;
  const ignored = unconsidered
    .filter(({ scheduler }) => scheduler === 'default-scheduler')
    .flatMap(({ evidence }) => evidence);
  const holder = (lease?.spec?.holderIdentity ?? '').split('_')[0] ?? '';
  const node = nodes.get(holder) ?? index.nodes.find(isControlPlane);
  if (node === undefined || (!stale && ignored.length === 0)) return [];
  const evidence = stale
    ? [evidenceOf('object', referenceOf(lease), `last renewed ${Math.round((index.now - renewed) / 1000)} s ago`)]
    : [];
  return [componentDown(node, 'scheduler', false, [...evidence, ...ignored.slice(0, 3)])];
}

function notReady(node: Node): ClusterFact[] {
  const ready = conditionOf(node);
  if (ready === undefined || ready.status === 'True') return [];
  return [
    {
      fact: 'node-not-ready',
      object: referenceOf(node),
      reason: ready.reason ?? '',
      message: ready.message ?? '',
      evidence: [evidenceOf('object', referenceOf(node), `Ready is ${ready.status}: ${ready.message ?? ''}`)],
    },
  ];
}
