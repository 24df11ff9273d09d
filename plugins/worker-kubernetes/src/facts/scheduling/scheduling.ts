import type { Pod } from '../../cluster/objects.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { eventEvidence } from '../events.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import { cpuInWords, memoryInWords, parseQuantity } from '../quantity.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import { nodeAffinityInWords, nodeSelectorInWords, taintsInWords } from './constraints.ts';
import { type Amounts, type Blocker, isControlPlane, usageOf } from './predicates.ts';
import { readSchedulerMessage } from './scheduler-message.ts';
import { decisiveBlocker, NodeFilters } from './what-if.ts';

/** What a pod is given to wait for the scheduler before its silence means something. */
const patience = 10_000;

/**
 * `pod-unschedulable`: the scheduler finds no node. `blocker` is what keeps the pod away, `decidedBy` says whether the
 * nodes themselves or only the scheduler's message told so. In words, for summaries: what it `asks` (`cpu`, `memory`), its
 * `nodeSelector` and the `nodeAffinity` that it requires, and the `taints` that it does not tolerate (`key=value:Effect`).
 * `pod-not-considered`: a pod that the scheduler has not looked at.
 */
export function schedulingFacts(index: ClusterIndex): ClusterFact[] {
  const pending = index.workloads.flatMap((workload) => {
    const pod = workload.pods.find(({ spec, status }) => spec?.nodeName === undefined && status?.phase !== 'Running');
    return pod === undefined ? [] : [{ workload, pod }];
  });
  if (pending.length === 0) return [];
  const filters = new NodeFilters(index, usageByNode(index));
  return pending.flatMap(({ workload, pod }) => {
    const message = refusalOf(index, pod);
    if (message === undefined) return notConsidered(index, workload, pod);
    return [unschedulable(index, workload, pod, message, filters)];
  });
}

function refusalOf(index: ClusterIndex, pod: Pod): string | undefined {
  const scheduled = (pod.status?.conditions ?? []).find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False' && (scheduled.message ?? '') !== '') return scheduled.message;
  return index.events.of(referenceOf(pod), 'FailedScheduling').at(-1)?.message;
}

function notConsidered(index: ClusterIndex, workload: Workload, pod: Pod): ClusterFact[] {
  const age = index.now - Date.parse(pod.metadata.creationTimestamp ?? '');
  if (!(age > patience) || (pod.spec?.schedulingGates ?? []).length > 0) return [];
  const scheduler = pod.spec?.schedulerName ?? 'default-scheduler';
  return [
    {
      fact: 'pod-not-considered',
      object: workload.object,
      scheduler,
      seconds: Math.round(age / 1000),
      evidence: [
        evidenceOf(
          'object',
          referenceOf(pod),
          `Pending for ${Math.round(age / 1000)} s without a word from ${scheduler}`,
        ),
      ],
    },
  ];
}

function unschedulable(
  index: ClusterIndex,
  workload: Workload,
  pod: Pod,
  message: string,
  filters: NodeFilters,
): ClusterFact {
  const counts = readSchedulerMessage(message);
  const placement = filters.place(workload);
  const ofClaim = (['claim', 'claim-in-use'] as const).find((blocker) => counts.has(blocker));
  const decided = ofClaim ?? decisiveBlocker(placement);
  const blocker = decided ?? fromMessage(counts, workload);
  const spec = podSpecOf(workload);
  const cordoned = placement.checks.filter(({ node, blockers }) => blockers.has('cordon') && !isControlPlane(node));
  const event = index.events.of(referenceOf(pod), 'FailedScheduling').at(-1);
  return {
    fact: 'pod-unschedulable',
    object: workload.object,
    blocker: blocker ?? 'unknown',
    decidedBy: decided === undefined ? 'message' : 'nodes',
    message,
    pods: workload.pods.filter(({ spec }) => spec?.nodeName === undefined).length,
    requests: { cpu: placement.requests.cpu, memory: placement.requests.memory },
    asks: { cpu: cpuInWords(placement.requests.cpu), memory: memoryInWords(placement.requests.memory) },
    nodeSelector: nodeSelectorInWords(spec),
    nodeAffinity: nodeAffinityInWords(spec),
    taints: taintsInWords(spec, index.nodes, message),
    cordonedNodes: cordoned.map(({ node }) => node.metadata.name),
    evidence: [
      evidenceOf('object', referenceOf(pod), `PodScheduled is False: ${message}`),
      ...(event === undefined ? [] : [eventEvidence(event)]),
    ],
  };
}

/** Without the nodes, the message alone: what the pod itself brings counts before the state of nodes. */
function fromMessage(counts: ReadonlyMap<Blocker, number>, workload: Workload): Blocker | undefined {
  const order: readonly Blocker[] = [
    'claim',
    'cpu',
    'memory',
    'pod-anti-affinity',
    'pod-affinity',
    'taint',
    'node-affinity',
    'cordon',
  ];
  const blocker = order.find((candidate) => counts.has(candidate)) ?? [...counts.keys()][0];
  if (blocker !== 'node-affinity') return blocker;
  const { nodeSelector, affinity } = podSpecOf(workload);
  return nodeSelector !== undefined && affinity?.nodeAffinity === undefined ? 'node-selector' : 'node-affinity';
}

/** Requests that are spoken for on each node: of the pods that were read, or what the node itself reports if that is more. */
function usageByNode(index: ClusterIndex): ReadonlyMap<string, Amounts> {
  return new Map(
    index.nodes.map(({ metadata: { name } }) => {
      const used = usageOf(index.podsOn(name));
      const reported = index.snapshot.supplements.nodeAllocations?.get(name);
      const cpu = parseQuantity(reported?.allocated.get('cpu')?.requests) ?? 0;
      const memory = parseQuantity(reported?.allocated.get('memory')?.requests) ?? 0;
      return [
        name,
        {
          cpu: Math.max(used.cpu, cpu),
          memory: Math.max(used.memory, memory),
          pods: Math.max(used.pods, reported?.pods.length ?? 0),
        },
      ];
    }),
  );
}
