import type { Node, Pod } from '../../cluster/objects.ts';
import type { PodSpec } from '../parts.ts';
import { matchesExpression, matchesLabels } from '../labels.ts';
import { parseQuantity } from '../quantity.ts';

/** Why the scheduler passes a node by, in the words of its filters. */
export type Blocker =
  | 'cordon'
  | 'taint'
  | 'node-not-ready'
  | 'node-selector'
  | 'node-affinity'
  | 'cpu'
  | 'memory'
  | 'other-resource'
  | 'pod-count'
  | 'pod-anti-affinity'
  | 'pod-affinity'
  | 'topology-spread'
  | 'host-port'
  | 'volume'
  | 'claim'
  | 'claim-in-use';

const cordonTaint = 'node.kubernetes.io/unschedulable';
const conditionTaint =
  /^node\.kubernetes\.io\/(?:not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|network-unavailable)$/;

export function isControlPlane(node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  return (
    'node-role.kubernetes.io/control-plane' in labels ||
    'node-role.kubernetes.io/master' in labels ||
    ['master', 'control-plane'].includes(labels['kubernetes.io/role'] ?? '') ||
    (node.spec?.taints ?? []).some(({ key }) => /^node-role\.kubernetes\.io\/(?:control-plane|master)$/.test(key ?? ''))
  );
}

/** What speaks against the node by itself: cordoned, tainted, not ready. */
export function nodeBlockers(spec: PodSpec, node: Node): Blocker[] {
  const blockers = new Set<Blocker>();
  if (node.spec?.unschedulable === true && !tolerates(spec, { key: cordonTaint, effect: 'NoSchedule' }))
    blockers.add('cordon');
  for (const { key } of untoleratedTaints(spec, node)) {
    if (key === cordonTaint) blockers.add('cordon');
    else blockers.add(conditionTaint.test(key ?? '') ? 'node-not-ready' : 'taint');
  }
  return [...blockers];
}

/** The taints of the node that keep the pod away. */
export function untoleratedTaints(spec: PodSpec, node: Node): readonly Taint[] {
  return (node.spec?.taints ?? []).filter((taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(spec, taint));
}

interface Taint {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
}

function tolerates(spec: PodSpec, taint: Taint): boolean {
  return (spec.tolerations ?? []).some(({ key, operator, value, effect }) => {
    if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
    if (key === undefined || key === '') return operator === 'Exists';
    if (key !== taint.key) return false;
    return operator === 'Exists' || (value ?? '') === (taint.value ?? '');
  });
}

/** What the pod itself asks of its node. */
export function placementBlockers(spec: PodSpec, node: Node): Blocker[] {
  const labels = node.metadata.labels ?? {};
  const blockers: Blocker[] = [];
  if (!matchesLabels(spec.nodeSelector ?? {}, labels)) blockers.push('node-selector');
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const fits = (terms ?? []).some(
    ({ matchExpressions, matchFields }) =>
      (matchExpressions ?? []).length + (matchFields ?? []).length > 0 &&
      (matchExpressions ?? []).every(({ key, operator, values }) =>
        matchesExpression(operator, labels[key ?? ''], values ?? []),
      ) &&
      (matchFields ?? []).every(({ operator, values }) =>
        matchesExpression(operator, node.metadata.name, values ?? []),
      ),
  );
  if (terms !== undefined && !fits) blockers.push('node-affinity');
  return blockers;
}

const excluding: ReadonlySet<string> = new Set(['NotIn', 'DoesNotExist']);

/** Says only where the pod must not be: a node that it does not rule out is no node that was meant. */
export function onlyExcludes({ nodeSelector, affinity }: PodSpec): boolean {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const expressions = terms.flatMap(({ matchExpressions = [], matchFields = [] }) => [
    ...matchExpressions,
    ...matchFields,
  ]);
  return (
    Object.keys(nodeSelector ?? {}).length === 0 &&
    expressions.length > 0 &&
    expressions.every(({ operator }) => excluding.has(operator ?? ''))
  );
}

export interface Amounts {
  cpu: number;
  memory: number;
  pods: number;
}

/**
 * What the containers request together, as the scheduler counts it: the sum of those that run side by side, sidecars among the
 * init containers too, or the largest init container with the sidecars that run before it.
 */
export function requestsOf(spec: PodSpec): Amounts {
  const amount = (resource: string): number => {
    const ask = ({
      resources,
    }: {
      readonly resources?: { readonly requests?: object | undefined; readonly limits?: object | undefined } | undefined;
    }) => parseQuantity(valueIn(resources?.requests, resource) ?? valueIn(resources?.limits, resource)) ?? 0;
    let sidecars = 0;
    let initial = 0;
    for (const container of spec.initContainers ?? []) {
      if (container.restartPolicy === 'Always') sidecars += ask(container);
      else initial = Math.max(initial, sidecars + ask(container));
    }
    const sum = (spec.containers ?? []).reduce((total, container) => total + ask(container), sidecars);
    return Math.max(sum, initial) + (parseQuantity(valueIn(spec.overhead, resource)) ?? 0);
  };
  return { cpu: amount('cpu'), memory: amount('memory'), pods: 1 };
}

function valueIn(object: object | undefined, name: string): unknown {
  return object === undefined ? undefined : Reflect.get(object, name);
}

export function allocatableOf(node: Node): Amounts {
  const amounts = node.status?.allocatable ?? node.status?.capacity ?? {};
  return {
    cpu: parseQuantity(amounts['cpu']) ?? Number.POSITIVE_INFINITY,
    memory: parseQuantity(amounts['memory']) ?? Number.POSITIVE_INFINITY,
    pods: parseQuantity(amounts['pods']) ?? Number.POSITIVE_INFINITY,
  };
}

export function usageOf(pods: readonly Pod[]): Amounts {
  const total = { cpu: 0, memory: 0, pods: pods.length };
  for (const { spec } of pods) {
    const { cpu, memory } = requestsOf(spec ?? {});
    total.cpu += cpu;
    total.memory += memory;
  }
  return total;
}
