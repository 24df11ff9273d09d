import type { Node } from '../nodes.ts';

/** What a model is wanted for, and where it is. */
export interface Wanted {
  readonly model: string;
  /** Work that comes each second, and what waits spread over the time in which it is to be done. Any unit, the same for all. */
  readonly work: number;
  readonly waiting: number;
  /** Nodes that have it, or are about to. */
  readonly replicas: number;
}

/** To be done on one node: `load` a model, after `victim` has drained and gone where one is named. */
export interface Swap {
  readonly node: Node;
  readonly load: string;
  readonly victim?: string;
}

export interface SwapLimits {
  readonly modelsPerNode: number;
  /** Milliseconds that a model stays where another is wanted for balance alone. */
  readonly dwell: number;
  /** Swaps for balance that may be under way. */
  readonly atOnce: number;
}

/** A replica moves for balance only where its new model's others then still have so much more work than its old one's. */
const margin = 1.3;

/**
 * The next change of where models are, or undefined where all is well. First a model that has calls waiting and is nowhere;
 * then free places; then balance: a replica moves from the model with the least work for each that would be left to the one
 * with the most work for each that it has.
 */
export function nextSwap(
  wanted: readonly Wanted[],
  nodes: readonly Node[],
  limits: SwapLimits,
  now: number,
): Swap | undefined {
  const byNeed = wanted
    .filter(({ work, waiting }) => work > 0 || waiting > 0)
    .sort((left, right) => need(right) - need(left) || left.model.localeCompare(right.model));
  const calm = nodes.filter((node) => node.calm);
  const free = calm.filter((node) => node.residents.size < limits.modelsPerNode);
  for (const { model } of byNeed) {
    const node = leastBusy(free.filter((each) => each.takes(model, now)));
    if (node !== undefined) return { node, load: model };
  }
  const byModel = new Map(wanted.map((each) => [each.model, each]));
  const moving = nodes.filter((node) => node.up && !node.calm).length;
  for (const needy of byNeed) {
    const absent = needy.replicas === 0 && needy.waiting > 0;
    if (!absent && moving >= limits.atOnce) return undefined;
    const victim = cheapestVictim(needy, byModel, calm, absent, limits, now);
    if (victim !== undefined) return victim;
  }
  return undefined;
}

/** Work for each replica; a model that is nowhere and waited for needs one more than any other. */
function need({ work, waiting, replicas }: Wanted): number {
  if (replicas > 0) return work / replicas;
  return waiting > 0 ? Infinity : work;
}

function cheapestVictim(
  needy: Wanted,
  byModel: ReadonlyMap<string, Wanted>,
  nodes: readonly Node[],
  absent: boolean,
  { dwell }: SwapLimits,
  now: number,
): Swap | undefined {
  let best: { readonly swap: Swap; readonly loss: number; readonly busy: number } | undefined;
  for (const node of nodes) {
    if (!node.takes(needy.model, now)) continue;
    for (const { model, since, inFlight } of node.residents.values()) {
      const victim = byModel.get(model) ?? { model, work: 0, waiting: 0, replicas: 1 };
      const loss = afterLoss(victim);
      const rested = now - since >= (absent && loss < Infinity ? 0 : dwell);
      if (!rested || !(absent || need(needy) > margin * loss)) continue;
      // The last replica of a model that is waited for goes only to one that has waited there for longer than it may stay.
      if (best !== undefined && (loss > best.loss || (loss === best.loss && inFlight >= best.busy))) continue;
      best = { swap: { node, load: needy.model, victim: model }, loss, busy: inFlight };
    }
  }
  return best?.swap;
}

function afterLoss({ work, waiting, replicas }: Wanted): number {
  if (replicas > 1) return work / (replicas - 1);
  return work === 0 && waiting === 0 ? 0 : Infinity;
}

function leastBusy(nodes: readonly Node[]): Node | undefined {
  return nodes.reduce<Node | undefined>(
    (least, node) =>
      least === undefined ||
      node.residents.size < least.residents.size ||
      (node.residents.size === least.residents.size && node.inFlight < least.inFlight)
        ? node
        : least,
    undefined,
  );
}
