import type { Call } from './call.ts';
import type { Chosen } from './choose-node.ts';
import type { InFlight, Node } from './nodes.ts';

/** The calls that nodes have, each with its slot. */
export class Running {
  readonly #calls = new Map<number, InFlight>();

  get(id: number): InFlight | undefined {
    return this.#calls.get(id);
  }

  /** Takes a slot of the node; `charge` is told the tokens of the prompt that it has to read. */
  begin(
    call: Call,
    { node, resident }: Chosen,
    blockTokens: number,
    charge: (uncachedTokens: number) => number,
    now: number,
  ): void {
    const { slot, cached } = resident.caches.enter(call.prefix, now);
    const uncachedTokens = Math.max(0, call.inputTokens - cached * blockTokens);
    const charged = charge(uncachedTokens);
    node.inFlight += 1;
    node.prefillTokens += uncachedTokens;
    resident.inFlight += 1;
    this.#calls.set(call.id, { call, node: node.id, slot, uncachedTokens, charged, dispatched: now, begun: false });
  }

  /** Its prompt has been read. */
  begun(id: number, nodes: ReadonlyMap<string, Node>): void {
    const held = this.#calls.get(id);
    if (held === undefined || held.begun) return;
    held.begun = true;
    const node = nodes.get(held.node);
    if (node !== undefined) node.prefillTokens = Math.max(0, node.prefillTokens - held.uncachedTokens);
  }

  /** Its slot is free. */
  end(held: InFlight, nodes: ReadonlyMap<string, Node>, now: number): void {
    const { call, node: nodeId, slot, begun, uncachedTokens } = held;
    this.#calls.delete(call.id);
    const node = nodes.get(nodeId);
    const resident = node?.residents.get(call.model);
    if (node === undefined) return;
    node.inFlight -= 1;
    if (!begun) node.prefillTokens = Math.max(0, node.prefillTokens - uncachedTokens);
    if (resident === undefined) return;
    resident.inFlight -= 1;
    resident.caches.leave(slot, now);
    if (!node.up && resident.inFlight === 0) node.residents.delete(call.model);
  }
}
