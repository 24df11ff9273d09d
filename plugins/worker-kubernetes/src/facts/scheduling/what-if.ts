import type { Node } from '../../cluster/objects.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { labelsOf, podSpecOf, type Workload } from '../workloads.ts';
import { PodAffinity } from './pod-affinity.ts';
import { allocatableOf, type Amounts, type Blocker, isControlPlane, nodeBlockers, placementBlockers, requestsOf } from './predicates.ts';

/** A node with everything that keeps the pod away from it. */
export interface NodeCheck {
  readonly node: Node;
  readonly blockers: ReadonlySet<Blocker>;
}

export interface Placement {
  readonly checks: readonly NodeCheck[];
  readonly requests: Amounts;
  /** The largest node that is not reserved for the control plane. */
  readonly largest: Amounts;
}

const placement: readonly Blocker[] = ['node-selector', 'node-affinity'];
const byNode: readonly Blocker[] = ['cordon', 'taint', 'node-not-ready'];
/** Of two blockers that explain as much, the earlier one is named. */
const preference: readonly Blocker[] = [
  'node-selector', 'node-affinity', 'cordon', 'taint', 'cpu', 'memory', 'pod-anti-affinity', 'pod-affinity', 'topology-spread',
  'node-not-ready', 'pod-count', 'host-port', 'volume', 'other-resource',
];

/** Runs the scheduler's filters over the specification of a workload's pod and every node, without stopping at the first that refuses. */
export function placeWorkload(
  index: ClusterIndex,
  workload: Workload,
  usage: ReadonlyMap<string, Amounts>,
  antiAffine: readonly Workload[],
): Placement {
  const spec = podSpecOf(workload);
  const affinity = new PodAffinity(index, antiAffine, workload.namespace, spec, labelsOf(workload));
  const requests = requestsOf(spec);
  const largest = { cpu: 0, memory: 0, pods: 0 };
  const checks = index.nodes.map((node) => {
    const allocatable = allocatableOf(node);
    const used = usage.get(node.metadata.name) ?? { cpu: 0, memory: 0, pods: 0 };
    const blockers = new Set([...nodeBlockers(spec, node), ...placementBlockers(spec, node), ...affinity.blockers(node)]);
    if (requests.cpu > allocatable.cpu - used.cpu) blockers.add('cpu');
    if (requests.memory > allocatable.memory - used.memory) blockers.add('memory');
    if (used.pods + 1 > allocatable.pods) blockers.add('pod-count');
    if (!isControlPlane(node)) {
      largest.cpu = Math.max(largest.cpu, allocatable.cpu);
      largest.memory = Math.max(largest.memory, allocatable.memory);
    }
    return { node, blockers };
  });
  return { checks, requests, largest };
}

/**
 * The blocker whose removal alone would let the pod be placed on the most nodes; undefined when some node fits.
 * A selector or an affinity that matches a node is what the pod is meant to have: then only the nodes that it matches
 * are looked at. A node of the control plane that takes no ordinary pods is never what was meant.
 */
export function decisiveBlocker({ checks, requests, largest }: Placement): Blocker | undefined {
  const meant = checks.filter(({ node, blockers }) => !(isControlPlane(node) && byNode.some((blocker) => blockers.has(blocker))));
  const candidates = meant.length > 0 ? meant : checks;
  if (candidates.some(({ blockers }) => blockers.size === 0) || candidates.length === 0) return undefined;
  const wanted = candidates.filter(({ blockers }) => !placement.some((blocker) => blockers.has(blocker)));
  if (wanted.length === 0) return removing(candidates, placement) ?? mostFrequent(candidates, placement);
  if (requests.cpu > largest.cpu) return 'cpu';
  if (requests.memory > largest.memory) return 'memory';
  return removing(wanted, preference) ?? mostFrequent(wanted, preference);
}

function removing(checks: readonly NodeCheck[], blockers: readonly Blocker[]): Blocker | undefined {
  const opened = blockers.map((blocker) => checks.filter((check) => check.blockers.size === 1 && check.blockers.has(blocker)).length);
  const most = Math.max(...opened);
  return most > 0 ? blockers[opened.indexOf(most)] : undefined;
}

function mostFrequent(checks: readonly NodeCheck[], blockers: readonly Blocker[]): Blocker | undefined {
  const counts = blockers.map((blocker) => checks.filter((check) => check.blockers.has(blocker)).length);
  const most = Math.max(...counts);
  return most > 0 ? blockers[counts.indexOf(most)] : undefined;
}
