import { openSlots } from './choose-node.ts';
import type { Node } from './nodes.ts';

/** What there is of a model for calls to begin in. */
export interface Supply {
  /** Slots of the model on all nodes that have it or are loading it. */
  readonly slots: number;
  readonly free: number;
  /** Milliseconds until the first of them is there. */
  readonly until: number;
}

/** A model that is nowhere is taken to come to one node. */
export function supplyOf(model: string, nodes: ReadonlyMap<string, Node>, perNode: number, now: number): Supply {
  let slots = 0;
  let free = 0;
  let until = Infinity;
  for (const node of nodes.values()) {
    const resident = node.residents.get(model);
    if (!node.up || resident === undefined) continue;
    if (resident.state === 'ready') {
      slots += perNode;
      until = 0;
      free += openSlots(node, resident, perNode, now);
    } else if (resident.state === 'loading') {
      slots += perNode;
      until = Math.min(until, Math.max(0, node.ratesOf(model).loadMilliseconds - (now - resident.since)));
    }
  }
  if (slots > 0) return { slots, free, until };
  const [anyNode] = nodes.values();
  return { slots: perNode, free: perNode, until: anyNode?.ratesOf(model).loadMilliseconds ?? 0 };
}
