import { resourceNamed } from '../../resources.ts';
import type { Node, PodSpec, Taint, Toleration } from '../../kinds.ts';
import type { ObjectStore } from '../store.ts';

const nodes = resourceNamed('nodes');

export function nodesOf(store: ObjectStore): Node[] {
  return store.all(nodes) as Node[];
}

/** Whether the scheduler could put the pod on the node, by readiness, cordon, node selector and taints. */
export function fits(spec: PodSpec, node: Node): boolean {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'False';
  const labels = node.metadata.labels ?? {};
  return (
    ready &&
    node.spec.unschedulable !== true &&
    Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value) &&
    (node.spec.taints ?? []).every((taint) => isTolerated(taint, spec.tolerations ?? []))
  );
}

/** The preferred node where it fits, otherwise the first that does. Undefined: none fits. */
export function chooseNode(store: ObjectStore, spec: PodSpec, preferred?: string): Node | undefined {
  const fitting = nodesOf(store).filter((node) => fits(spec, node));
  return fitting.find((node) => node.metadata.name === preferred) ?? fitting[0];
}

function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  if (taint.effect === 'PreferNoSchedule') return true;
  return tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (effect === undefined || effect === '' || effect === taint.effect) &&
      (key === undefined || key === '' ? operator === 'Exists' : key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  );
}
