import type { LabelSelector, Node } from '../../cluster/objects.ts';
import type { PodSpec } from '../parts.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { matchesSelector } from '../labels.ts';
import type { Workload } from '../workloads.ts';
import type { Blocker } from './predicates.ts';

interface Term {
  readonly labelSelector?: LabelSelector | undefined;
  readonly namespaces?: readonly (string | undefined)[] | undefined;
  readonly topologyKey?: string | undefined;
}

const none: readonly Blocker[] = [];

/** Which nodes are closed to a pod by rules between pods. Each term costs one look at the pods that bear its labels. */
export class PodAffinity {
  readonly #closed = new Map<string, Set<string>>();
  readonly #open = new Map<string, Set<string>>();
  readonly #wanted: readonly Term[];

  /** `antiAffine`: the workloads with a rule of their own against other pods. */
  constructor(
    index: ClusterIndex,
    antiAffine: readonly Workload[],
    namespace: string,
    spec: PodSpec,
    labels: Readonly<Record<string, string | undefined>>,
  ) {
    const { nodesByName: nodes } = index;
    const domains = (term: Term, into: Map<string, Set<string>>) => {
      const key = term.topologyKey ?? '';
      const found = into.get(key) ?? new Set<string>();
      into.set(key, found);
      for (const place of term.namespaces ?? [namespace]) {
        for (const pod of index.pods.selectedBy(place ?? namespace, term.labelSelector)) {
          const domain = nodes.get(pod.spec?.nodeName ?? '')?.metadata.labels?.[key];
          if (domain !== undefined) found.add(domain);
        }
      }
    };
    const { podAntiAffinity, podAffinity } = spec.affinity ?? {};
    for (const term of podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
      domains(term, this.#closed);
    this.#wanted = (podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).filter(
      // The first pod of a group that wants to be near itself may go anywhere.
      (term) =>
        !matchesSelector(term.labelSelector, labels) ||
        index.pods.selectedBy(namespace, term.labelSelector).some(({ spec: other }) => other?.nodeName !== undefined),
    );
    for (const term of this.#wanted) domains(term, this.#open);
    this.#refusedByOthers(antiAffine, namespace, labels, nodes);
  }

  blockers(node: Node): readonly Blocker[] {
    if (this.#closed.size === 0 && this.#wanted.length === 0) return none;
    const labels = node.metadata.labels ?? {};
    const isIn = (domains: ReadonlyMap<string, ReadonlySet<string>>, key: string) =>
      domains.get(key)?.has(labels[key] ?? '') === true;
    const blockers: Blocker[] = [];
    if ([...this.#closed.keys()].some((key) => isIn(this.#closed, key))) blockers.push('pod-anti-affinity');
    if (this.#wanted.some(({ topologyKey }) => !isIn(this.#open, topologyKey ?? ''))) blockers.push('pod-affinity');
    return blockers;
  }

  /** Pods that run already and will not have this one near them. */
  #refusedByOthers(
    antiAffine: readonly Workload[],
    namespace: string,
    labels: Readonly<Record<string, string | undefined>>,
    nodes: ReadonlyMap<string, Node>,
  ): void {
    for (const workload of antiAffine) {
      for (const { labelSelector, namespaces, topologyKey } of antiAffinityOf(workload)) {
        if (!(namespaces ?? [workload.namespace]).includes(namespace) || !matchesSelector(labelSelector, labels))
          continue;
        for (const { spec } of workload.pods) {
          const domain = nodes.get(spec?.nodeName ?? '')?.metadata.labels?.[topologyKey ?? ''];
          if (domain === undefined) continue;
          const key = topologyKey ?? '';
          this.#closed.set(key, (this.#closed.get(key) ?? new Set()).add(domain));
        }
      }
    }
  }
}

/** The terms that must hold while pods of the workload are placed. */
export function antiAffinityOf({ template }: Workload): readonly Term[] {
  return template.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}
