import type { Stage } from './actions/action.ts';
import type { Layer } from './set/rule-set.ts';

const ranks: Readonly<Record<Layer, number>> = { platform: 0, plugin: 1, workspace: 2 };

/** 0 for the highest layer. */
export function rankOf(layer: Layer): number {
  return ranks[layer];
}

interface Ordered {
  readonly id: string;
  readonly stage: Stage;
  readonly layer: Layer;
  readonly priority: number;
  readonly specificity: number;
  readonly final: boolean;
  /** Of the phrase that matched; absent before anything was matched. */
  readonly weight?: number;
}

/**
 * Layer, priority, weight of the phrase, specificity, id. For `model` the priority comes before the layer, so that a
 * workspace can choose; `final` rules of the layers above come before all others.
 */
export function compareRules(a: Ordered, b: Ordered): number {
  const layer = rankOf(a.layer) - rankOf(b.layer);
  const priority = b.priority - a.priority;
  const first = a.stage === 'model' ? finality(a) - finality(b) || priority || layer : layer || priority;
  return (
    first ||
    (b.weight ?? 0) - (a.weight ?? 0) ||
    b.specificity - a.specificity ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function finality({ final, layer }: Ordered): number {
  return final ? rankOf(layer) : rankOf('workspace');
}
