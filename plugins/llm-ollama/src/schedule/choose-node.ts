import type { Call } from './call.ts';
import type { Node, Resident } from './nodes.ts';

export interface Chosen {
  readonly node: Node;
  readonly resident: Resident;
  /** Milliseconds to its first token. */
  readonly predicted: number;
}

/** Milliseconds that each call on a node is believed to slow down the next: a node's calls share what it computes. */
const perNeighbour = 20;

/**
 * Of the nodes that have the model and a free slot the one with the least predicted time to the first token: the prompts
 * that it still has to read, and of this one what it has not in its cache, at the rate that was learnt. Undefined where no
 * slot is free; nothing is ever given to a node beyond its slots.
 */
export function chooseNode(
  call: Call,
  nodes: Iterable<Node>,
  slots: number,
  blockTokens: number,
  now: number,
  excluded?: ReadonlySet<string>,
): Chosen | undefined {
  let best: Chosen | undefined;
  for (const node of nodes) {
    const resident = node.residents.get(call.model);
    if (resident === undefined || excluded?.has(node.id) === true) continue;
    if (openSlots(node, resident, slots, now) === 0) continue;
    const uncached = Math.max(0, call.inputTokens - resident.caches.cached(call.prefix) * blockTokens);
    const unread = node.prefillTokens + node.prefillElsewhere;
    const prefill = ((unread + uncached) / node.ratesOf(call.model).prefillTokensPerSecond) * 1000;
    const predicted = prefill + (node.inFlight + resident.elsewhere) * perNeighbour;
    if (best === undefined || predicted < best.predicted) best = { node, resident, predicted };
  }
  return best;
}

/** Calls that the model on the node may be given now. */
export function openSlots(node: Node, resident: Resident, slots: number, now: number): number {
  const { state, inFlight, elsewhere, leaving } = resident;
  if (!node.up || state !== 'ready' || leaving) return 0;
  if (Math.max(node.closedUntil, resident.closedUntil) > now) return 0;
  const free = Math.max(0, slots - inFlight - elsewhere);
  if (node.onTrial) return node.inFlight === 0 ? Math.min(1, free) : 0;
  if (resident.onTrial) return inFlight === 0 ? Math.min(1, free) : 0;
  return free;
}
