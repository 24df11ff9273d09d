import type { Decision } from '../decision.ts';
import { Node, Resident } from '../nodes.ts';
import type { ScheduleSettings } from '../settings.ts';
import { nextSwap, type Swap, type Wanted } from './swap.ts';

/** Milliseconds between two looks at where models might better be. */
const betweenLooks = 250;

/** The nodes, what each has, and the changes of it that are under way. */
export class Residency {
  readonly #settings: ScheduleSettings;
  readonly #nodes = new Map<string, Node>();
  #lookAt = 0;

  constructor(settings: ScheduleSettings) {
    this.#settings = settings;
  }

  get nodes(): ReadonlyMap<string, Node> {
    return this.#nodes;
  }

  resident(nodeId: string, model: string): Resident | undefined {
    return this.#nodes.get(nodeId)?.residents.get(model);
  }

  /** The node, or a model on it. */
  node(nodeId: string, model: string | undefined): Node | Resident | undefined {
    return model === undefined ? this.#nodes.get(nodeId) : this.resident(nodeId, model);
  }

  /** `asked`: when the node was asked. What has changed here since then is newer than its answer. */
  observe(nodeId: string, models: readonly string[], now: number, asked: number): void {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      node = new Node(nodeId);
      this.#nodes.set(nodeId, node);
    }
    node.up = true;
    node.leaving = false;
    for (const model of models) {
      const resident = node.residents.get(model);
      if ((node.left.get(model) ?? -Infinity) > asked) continue;
      if (resident === undefined) this.#put(node, model, 'ready', now);
      else if (resident.state === 'loading') resident.enter('ready', now);
      // It was to go when its node was lost.
      else if (resident.state === 'draining' && node.successor === undefined) resident.enter('ready', now);
    }
    for (const [model, { state, inFlight, since }] of node.residents) {
      const isNewer = state === 'loading' || since > asked;
      if (!models.includes(model) && inFlight === 0 && !isNewer) node.residents.delete(model);
    }
    for (const [model, at] of node.left) if (at <= asked) node.left.delete(model);
  }

  lost(nodeId: string): void {
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return;
    node.up = false;
    node.successor = undefined;
    for (const [model, { inFlight }] of node.residents) if (inFlight === 0) node.residents.delete(model);
  }

  forget(nodeId: string): void {
    this.lost(nodeId);
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return;
    node.leaving = true;
    this.ended(node);
  }

  /** One of the node's calls has ended. */
  ended(node: Node): void {
    if (node.leaving && node.inFlight === 0) this.#nodes.delete(node.id);
  }

  loaded(nodeId: string, model: string, now: number): void {
    const resident = this.resident(nodeId, model);
    this.lookSoon();
    if (resident?.state !== 'loading') return;
    this.#nodes
      .get(nodeId)
      ?.ratesOf(model)
      .learnLoad(now - resident.since);
    resident.enter('ready', now);
  }

  loadFailed(nodeId: string, model: string, until: number): void {
    this.#drop(nodeId, model);
    this.#nodes.get(nodeId)?.refuses.set(model, until);
  }

  gone(nodeId: string, model: string, now: number): void {
    this.#nodes.get(nodeId)?.left.set(model, now);
    this.#drop(nodeId, model);
  }

  /** What has changed is more than that a call has come or gone. */
  lookSoon(): void {
    this.#lookAt = 0;
  }

  /** The next steps of the changes that are under way. */
  goOn(decisions: Decision[], now: number): void {
    for (const node of this.#nodes.values()) this.#goOn(node, decisions, now);
  }

  /** Begins what changes are worth it. What changes from one call to the next moves no model, and is not looked at each time. */
  change(wanted: () => readonly Wanted[], decisions: Decision[], now: number): void {
    if (now < this.#lookAt) return;
    this.#lookAt = now + betweenLooks;
    const nodes = [...this.#nodes.values()];
    if (!nodes.some((node) => node.calm)) return;
    const { modelsPerNode, dwell } = this.#settings;
    const limits = { modelsPerNode, dwell, atOnce: Math.ceil(nodes.length / 8) };
    for (let left = nodes.length; left > 0; left--) {
      const swap = nextSwap(wanted(), nodes, limits, now);
      if (swap === undefined) return;
      this.#begin(swap, decisions, now);
    }
  }

  /** Nodes that have the model and keep it, or are about to have it. */
  replicas(model: string): number {
    let count = 0;
    for (const { up, residents, successor } of this.#nodes.values()) {
      const state = residents.get(model)?.state;
      if (up && (state === 'ready' || state === 'loading' || successor === model)) count += 1;
    }
    return count;
  }

  #drop(nodeId: string, model: string): void {
    if (this.resident(nodeId, model)?.inFlight === 0) this.#nodes.get(nodeId)?.residents.delete(model);
    this.lookSoon();
  }

  #begin({ node, load, victim }: Swap, decisions: Decision[], now: number): void {
    if (victim === undefined) {
      this.#put(node, load, 'loading', now);
      decisions.push({ kind: 'load', node: node.id, model: load });
      return;
    }
    node.successor = load;
    node.residents.get(victim)?.enter('draining', now);
    this.#goOn(node, decisions, now);
  }

  /** What has drained is unloaded, what is to follow is loaded. */
  #goOn(node: Node, decisions: Decision[], now: number): void {
    if (!node.up || node.successor === undefined) return;
    for (const resident of node.residents.values()) {
      if (resident.state === 'unloading') return;
      if (resident.state !== 'draining') continue;
      if (resident.inFlight + resident.elsewhere > 0) return;
      resident.enter('unloading', now);
      decisions.push({ kind: 'unload', node: node.id, model: resident.model });
      return;
    }
    const model = node.successor;
    node.successor = undefined;
    if (node.residents.has(model)) return;
    this.#put(node, model, 'loading', now);
    decisions.push({ kind: 'load', node: node.id, model });
  }

  #put(node: Node, model: string, state: Resident['state'], now: number): void {
    this.lookSoon();
    node.residents.set(model, new Resident(model, state, this.#settings.slots, now));
  }
}
