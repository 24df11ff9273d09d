import type { Node } from '../../cluster/objects.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { labelsOf, podSpecOf, type Workload } from '../workloads.ts';
import type { PodSpec } from '../parts.ts';
import { antiAffinityOf, PodAffinity } from './pod-affinity.ts';
import {
  allocatableOf,
  type Amounts,
  type Blocker,
  isControlPlane,
  nodeBlockers,
  onlyExcludes,
  placementBlockers,
  requestsOf,
} from './predicates.ts';

/** A node with everything that keeps the pod away from it. */
interface NodeCheck {
  readonly node: Node;
  readonly blockers: ReadonlySet<Blocker>;
}

export interface Placement {
  readonly checks: readonly NodeCheck[];
  readonly requests: Amounts;
  /** The pod says only where it must not be. */
  readonly onlyExcludes: boolean;
  /** The largest node that is not reserved for the control plane. */
  readonly largest: Amounts;
}

const placement: readonly Blocker[] = ['node-selector', 'node-affinity'];
const byNode: readonly Blocker[] = ['cordon', 'taint', 'node-not-ready'];
/** Of two blockers that explain as much, the earlier one is named. */
const preference: readonly Blocker[] = [
  'node-selector',
  'node-affinity',
  'cordon',
  'taint',
  'cpu',
  'memory',
  'pod-anti-affinity',
  'pod-affinity',
  'topology-spread',
  'node-not-ready',
  'pod-count',
  'host-port',
  'volume',
  'other-resource',
];

/** The scheduler's filters over the nodes of a cluster. What depends on a pod's constraints alone is looked at once for all pods that share them. */
export class NodeFilters {
  readonly #index: ClusterIndex;
  readonly #antiAffine: readonly Workload[];
  readonly #nodes: readonly { readonly node: Node; readonly free: Amounts }[];
  readonly #largest: Amounts = { cpu: 0, memory: 0, pods: 0 };
  readonly #fixed = new Map<string, readonly (readonly Blocker[])[]>();

  constructor(index: ClusterIndex, usage: ReadonlyMap<string, Amounts>) {
    this.#index = index;
    this.#antiAffine = index.workloads.filter((workload) => antiAffinityOf(workload).length > 0);
    this.#nodes = index.nodes.map((node) => {
      const { cpu, memory, pods } = allocatableOf(node);
      const used = usage.get(node.metadata.name) ?? { cpu: 0, memory: 0, pods: 0 };
      if (!isControlPlane(node)) {
        this.#largest.cpu = Math.max(this.#largest.cpu, cpu);
        this.#largest.memory = Math.max(this.#largest.memory, memory);
      }
      return { node, free: { cpu: cpu - used.cpu, memory: memory - used.memory, pods: pods - used.pods } };
    });
  }

  /** Runs all filters over the workload's pod and every node, without stopping at the first that refuses. */
  place(workload: Workload): Placement {
    const spec = podSpecOf(workload);
    const requests = requestsOf(spec);
    const fixed = this.#fixedBlockers(spec);
    const betweenPods = new PodAffinity(this.#index, this.#antiAffine, workload.namespace, spec, labelsOf(workload));
    const checks = this.#nodes.map(({ node, free }, position) => {
      const blockers = new Set([...(fixed[position] ?? []), ...betweenPods.blockers(node)]);
      if (requests.cpu > free.cpu) blockers.add('cpu');
      if (requests.memory > free.memory) blockers.add('memory');
      if (free.pods < 1) blockers.add('pod-count');
      return { node, blockers };
    });
    return { checks, requests, onlyExcludes: onlyExcludes(spec), largest: this.#largest };
  }

  #fixedBlockers(spec: PodSpec): readonly (readonly Blocker[])[] {
    const key = JSON.stringify([spec.nodeSelector, spec.affinity?.nodeAffinity, spec.tolerations]);
    const known =
      this.#fixed.get(key) ??
      this.#nodes.map(({ node }) => [...nodeBlockers(spec, node), ...placementBlockers(spec, node)]);
    this.#fixed.set(key, known);
    return known;
  }
}

/**
 * The blocker whose removal alone would let the pod be placed on the most nodes; undefined when some node fits.
 * A selector or an affinity that matches a node is what the pod is meant to have: then only the nodes that it matches
 * are looked at. A node of the control plane that takes no ordinary pods is never what was meant.
 */
export function decisiveBlocker({ checks, requests, onlyExcludes: excludes, largest }: Placement): Blocker | undefined {
  const meant = checks.filter(
    ({ node, blockers }) => !(isControlPlane(node) && byNode.some((blocker) => blockers.has(blocker))),
  );
  const candidates = meant.length > 0 ? meant : checks;
  if (candidates.some(({ blockers }) => blockers.size === 0) || candidates.length === 0) return undefined;
  const wanted = excludes
    ? candidates
    : candidates.filter(({ blockers }) => !placement.some((blocker) => blockers.has(blocker)));
  if (wanted.length === 0) return removing(candidates, placement) ?? mostFrequent(candidates, placement);
  if (requests.cpu > largest.cpu) return 'cpu';
  if (requests.memory > largest.memory) return 'memory';
  return removing(wanted, preference) ?? mostFrequent(wanted, preference);
}

function removing(checks: readonly NodeCheck[], blockers: readonly Blocker[]): Blocker | undefined {
  const opened = blockers.map(
    (blocker) => checks.filter((check) => check.blockers.size === 1 && check.blockers.has(blocker)).length,
  );
  const most = Math.max(...opened);
  return most > 0 ? blockers[opened.indexOf(most)] : undefined;
}

function mostFrequent(checks: readonly NodeCheck[], blockers: readonly Blocker[]): Blocker | undefined {
  const counts = blockers.map((blocker) => checks.filter((check) => check.blockers.has(blocker)).length);
  const most = Math.max(...counts);
  return most > 0 ? blockers[counts.indexOf(most)] : undefined;
}
