import { predictedWait, type Supply } from './admission.ts';
import { type Call, rankOf, type Timing } from './call.ts';
import { type Chosen, chooseNode, isOpen } from './choose-node.ts';
import { Fairness } from './fairness.ts';
import { type InFlight, Node, Resident } from './nodes.ts';
import { ModelQueue } from './queue/model-queue.ts';
import type { Waiting } from './queue/waiting.ts';
import { Demand } from './residency/demand.ts';
import { nextSwap, type Swap, type Wanted } from './residency/swap.ts';
import { type NodeState, Others, type ReplicaState } from './replicas.ts';
import { defaultSettings, type ScheduleSettings } from './settings.ts';

/** What is to be done now. Whoever does it tells the scheduler how it went. */
export type Decision =
  | { readonly kind: 'dispatch'; readonly call: Call; readonly node: string }
  | { readonly kind: 'expire'; readonly call: Call }
  | { readonly kind: 'load'; readonly node: string; readonly model: string }
  | { readonly kind: 'unload'; readonly node: string; readonly model: string };

/** Taken, or refused with the milliseconds after which it is worth asking again. */
export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly retryAfter: number };

/** Work that waits counts for placement as if it came within so many seconds. */
const waitingSeconds = 30;

/**
 * Decides when and where each call is made, and which models the nodes hold. It does no I/O and has no clock: whoever drives it
 * says what happened, and when; time never goes back. The same things said at the same times give the same decisions.
 *
 * Nothing is given to a node beyond its slots, so that what waits can still be put in order here; no slot that is open stays free
 * while a call waits for its model.
 */
export class Scheduler {
  readonly #settings: ScheduleSettings;
  readonly #fairness: Fairness;
  readonly #nodes = new Map<string, Node>();
  readonly #queues = new Map<string, ModelQueue>();
  readonly #demands = new Map<string, Demand>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #inFlight = new Map<number, InFlight>();
  /** Calls that a node gave back before their first token, and the nodes that are not to be tried again. */
  readonly #returned = new Map<
    number,
    { readonly call: Call; readonly excluded: ReadonlySet<string>; readonly until: number }
  >();
  readonly #excluded = new Map<number, ReadonlySet<string>>();
  #others = new Others();
  #slots: number;
  #placeAt = 0;
  /** Whether this process decides where models are. Of several replicas one does. */
  leads = true;

  constructor(settings: Partial<ScheduleSettings> = {}) {
    this.#settings = { ...defaultSettings, ...settings };
    this.#slots = this.#settings.slots;
    this.#fairness = new Fairness(this.#settings.weights, this.#settings.outputCost);
  }

  get settings(): ScheduleSettings {
    return this.#settings;
  }

  /** How many of a model's slots on each node are this process's: fewer where replicas cannot tell each other what they do. */
  limit(slots: number): void {
    this.#slots = slots;
  }

  get nodes(): ReadonlyMap<string, Node> {
    return this.#nodes;
  }

  /** Calls that wait. */
  get size(): number {
    return this.#waiting.size + this.#returned.size;
  }

  waitingOf(rank: number): number {
    let count = 0;
    for (const queue of this.#queues.values()) count += queue.sizeOf(rank);
    return count;
  }

  /** A new call. Refused where it could not begin within its class's longest wait, or not before its deadline. */
  offer(call: Call, now: number): Admission {
    const { longestWait, mostWaiting, outputCost } = this.#settings;
    const demand = this.#demandOf(call.model, now);
    const rank = rankOf(call.class);
    const wait = this.predictedWait(call, now);
    const limit = Math.min(longestWait[call.class], (call.deadline ?? Infinity) - now);
    const full = this.size >= mostWaiting;
    if (full || wait > limit) {
      return { admitted: false, retryAfter: Math.max(1_000, full ? wait : wait - longestWait[call.class]) };
    }
    demand.arrive(rank, call.inputTokens + outputCost * typicalOutput, now);
    this.#enqueue(call);
    return { admitted: true };
  }

  /** Milliseconds until such a call would begin. */
  predictedWait({ model, workspace, class: name }: Pick<Call, 'model' | 'workspace' | 'class'>, now: number): number {
    return predictedWait(
      workspace,
      rankOf(name),
      this.#queueOf(model),
      this.#demandOf(model, now),
      this.#supplyOf(model, now),
      this.#fairness,
      now,
    );
  }

  /** Nobody waits for the call any more, wherever it is. Its slot is free at once; true where a node has to be told. */
  cancel(id: number, now: number): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) this.#take(waiting);
    this.#returned.delete(id);
    const call = this.#inFlight.get(id);
    if (call !== undefined) this.#free(call, now);
    return call !== undefined;
  }

  /** The first token of a call has come. */
  begun(id: number): void {
    const call = this.#inFlight.get(id);
    if (call === undefined || call.begun) return;
    call.begun = true;
    const node = this.#nodes.get(call.node);
    if (node !== undefined) node.prefillTokens = Math.max(0, node.prefillTokens - call.uncachedTokens);
  }

  /** A call has ended well. */
  finished(id: number, timing: Timing, now: number): void {
    const call = this.#inFlight.get(id);
    if (call === undefined) return;
    this.#nodes.get(call.node)?.ratesOf(call.call.model).learn(timing, call.uncachedTokens);
    this.#demandOf(call.call.model, now).holding.add(now - call.dispatched);
    this.#fairness.settle(call.call.workspace, call.charged, call.uncachedTokens, timing.outputTokens);
    this.#free(call, now);
  }

  /**
   * A node has not begun the call: it waits again, in its old place. `elsewhere` says that this node is not to have it.
   * Gives false for a call that has begun: nothing that a person may have read is done twice.
   */
  giveBack(id: number, now: number, elsewhere: boolean): boolean {
    const held = this.#inFlight.get(id);
    if (held === undefined || held.begun) return false;
    const before = this.#excluded.get(id) ?? new Set<string>();
    const excluded = elsewhere ? new Set([...before, held.node]) : before;
    this.#fairness.refund(held.call.workspace, held.charged);
    this.#free(held, now);
    if (excluded.size === 0) {
      this.#enqueue(held.call);
    } else {
      this.#excluded.set(id, excluded);
      this.#returned.set(id, { call: held.call, excluded, until: now + elsewhereWithin });
    }
    return true;
  }

  /** Nothing is given to the model on this node until then. */
  close(nodeId: string, model: string, until: number): void {
    const resident = this.#nodes.get(nodeId)?.residents.get(model);
    if (resident !== undefined) resident.closedUntil = Math.max(resident.closedUntil, until);
  }

  /** A node answers, and has these models. What is under way here is not overruled by what it says. */
  observe(nodeId: string, models: readonly string[], now: number): void {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      node = new Node(nodeId);
      this.#nodes.set(nodeId, node);
    }
    node.up = true;
    for (const model of models) {
      const resident = node.residents.get(model);
      if (resident === undefined) this.#put(node, model, 'ready', now);
      else if (resident.state === 'loading') resident.enter('ready', now);
    }
    for (const [model, { state, inFlight }] of node.residents) {
      if (!models.includes(model) && inFlight === 0 && state !== 'loading') node.residents.delete(model);
    }
  }

  /** A node does not answer. Its calls are given back, or have failed, one by one. */
  lost(nodeId: string): void {
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return;
    node.up = false;
    node.successor = undefined;
    for (const [model, { inFlight }] of node.residents) if (inFlight === 0) node.residents.delete(model);
  }

  /** A node is no longer one of those to use. */
  forget(nodeId: string): void {
    this.lost(nodeId);
    if (this.#nodes.get(nodeId)?.inFlight === 0) this.#nodes.delete(nodeId);
  }

  loaded(nodeId: string, model: string, now: number): void {
    const node = this.#nodes.get(nodeId);
    const resident = node?.residents.get(model);
    this.#placeAt = 0;
    if (resident?.state !== 'loading') return;
    node?.ratesOf(model).learnLoad(now - resident.since);
    resident.enter('ready', now);
  }

  /** The model could not be loaded; the node does not get it again before then. */
  loadFailed(nodeId: string, model: string, until: number): void {
    const node = this.#nodes.get(nodeId);
    if (node === undefined) return;
    this.gone(nodeId, model);
    node.refuses.set(model, until);
  }

  /** The model is not on the node: it has gone, or could not be loaded. */
  gone(nodeId: string, model: string): void {
    const resident = this.#nodes.get(nodeId)?.residents.get(model);
    if (resident !== undefined && resident.inFlight === 0) this.#nodes.get(nodeId)?.residents.delete(model);
    this.#placeAt = 0;
  }

  /** All that is to be done now. */
  decide(now: number): readonly Decision[] {
    const decisions: Decision[] = [];
    for (const queue of this.#queues.values()) queue.age(now);
    this.#dispatchReturned(decisions, now);
    this.#dispatch(decisions, now);
    if (this.leads) this.#place(decisions, now);
    return decisions;
  }

  /** For the other replicas. */
  tell(now: number): ReplicaState {
    const nodes: Record<string, NodeState> = {};
    for (const { id, residents, prefillTokens } of this.#nodes.values()) {
      const all = [...residents.values()];
      nodes[id] = {
        prefillTokens,
        inFlight: Object.fromEntries(all.map(({ model, inFlight }) => [model, inFlight])),
        leaving: all.filter(({ state }) => state === 'draining' || state === 'unloading').map(({ model }) => model),
      };
    }
    const urgencies: Record<string, number> = {};
    for (const [model, queue] of this.#queues) {
      const first = queue.size === 0 ? undefined : queue.first(now);
      if (first !== undefined) urgencies[model] = urgencyOf(first);
    }
    const models = [...this.#demands.keys()];
    const demands = Object.fromEntries(models.map((model) => [model, this.#wantedHere(model, now)]));
    return { nodes, urgencies, demands };
  }

  /** What all other replicas that live have told last. */
  hear(states: readonly ReplicaState[]): void {
    this.#others = new Others(states);
    for (const node of this.#nodes.values()) {
      node.prefillElsewhere = this.#others.prefillTokens(node.id);
      for (const resident of node.residents.values()) {
        resident.elsewhere = this.#others.inFlight(node.id, resident.model);
        resident.leaving = this.#others.isLeaving(node.id, resident.model);
      }
    }
  }

  /** When to decide again though nothing happens; Infinity where only what happens can change anything. */
  nextTime(now: number): number {
    let next = Infinity;
    for (const queue of this.#queues.values()) {
      if (queue.size === 0) continue;
      next = Math.min(next, queue.nextAgeing(), now + lookAgain);
    }
    for (const { until } of this.#returned.values()) next = Math.min(next, until);
    if (this.size > 0) {
      for (const { residents } of this.#nodes.values()) {
        for (const { closedUntil } of residents.values()) if (closedUntil > now) next = Math.min(next, closedUntil);
      }
    }
    return next;
  }

  #dispatchReturned(decisions: Decision[], now: number): void {
    for (const [id, { call, excluded, until }] of this.#returned) {
      if (this.#isLate(call, now)) {
        this.#returned.delete(id);
        decisions.push({ kind: 'expire', call });
        continue;
      }
      const chosen = this.#choose(call, now, excluded);
      if (chosen === undefined && now < until) continue;
      this.#returned.delete(id);
      if (chosen !== undefined) decisions.push(this.#send(call, chosen, now));
      else this.#enqueue(call);
    }
  }

  /** All that a slot is open for; of several models' the most urgent first, since it is read first. */
  #dispatch(decisions: Decision[], now: number): void {
    const open = new Set([...this.#queues.values()].filter(({ size }) => size > 0));
    while (open.size > 0) {
      let queue: ModelQueue | undefined;
      let waiting: Waiting | undefined;
      for (const each of open) {
        const first = each.first(now);
        if (first === undefined) open.delete(each);
        else if (waiting === undefined || first.rank < waiting.rank) [queue, waiting] = [each, first];
      }
      if (queue === undefined || waiting === undefined) return;
      const { call } = waiting;
      if (this.#othersFirst(waiting, now)) {
        open.delete(queue);
        continue;
      }
      const late = this.#isLate(call, now);
      const chosen = late ? undefined : this.#choose(call, now);
      if (late || chosen !== undefined) this.#take(waiting);
      else open.delete(queue);
      if (late) decisions.push({ kind: 'expire', call });
      else if (chosen !== undefined) decisions.push(this.#send(call, chosen, now));
    }
  }

  /** Whether all slots that are open are for calls of other replicas, which are more urgent. */
  #othersFirst(waiting: Waiting, now: number): boolean {
    if (this.#others.none) return false;
    const { model } = waiting.call;
    const before = this.#others.before(model, urgencyOf(waiting));
    return before > 0 && this.#supplyOf(model, now).free <= before;
  }

  #choose(call: Call, now: number, excluded?: ReadonlySet<string>): Chosen | undefined {
    return chooseNode(call, this.#nodes.values(), this.#slots, this.#settings.blockTokens, now, excluded);
  }

  #isLate({ deadline }: Call, now: number): boolean {
    return deadline !== undefined && deadline <= now;
  }

  #send(call: Call, { node, resident }: Chosen, now: number): Decision {
    const { slot, cached } = resident.caches.enter(call.prefix, now);
    const uncachedTokens = Math.max(0, call.inputTokens - cached * this.#settings.blockTokens);
    const charged = this.#fairness.charge(call.workspace, uncachedTokens);
    node.inFlight += 1;
    node.prefillTokens += uncachedTokens;
    resident.inFlight += 1;
    this.#inFlight.set(call.id, {
      call,
      node: node.id,
      slot,
      uncachedTokens,
      charged,
      dispatched: now,
      begun: false,
    });
    return { kind: 'dispatch', call, node: node.id };
  }

  #enqueue(call: Call): void {
    const waiting = { call, rank: rankOf(call.class), since: call.arrived, here: true };
    this.#fairness.wait(call.workspace);
    this.#queueOf(call.model).add(waiting);
    this.#waiting.set(call.id, waiting);
  }

  #take(waiting: Waiting): void {
    const { call } = waiting;
    this.#queueOf(call.model).remove(waiting);
    this.#fairness.leave(call.workspace);
    this.#waiting.delete(call.id);
  }

  #free(held: InFlight, now: number): void {
    const { call, node: nodeId, slot, begun, uncachedTokens } = held;
    this.#inFlight.delete(call.id);
    this.#excluded.delete(call.id);
    const node = this.#nodes.get(nodeId);
    const resident = node?.residents.get(call.model);
    if (node === undefined || resident === undefined) return;
    node.inFlight -= 1;
    if (!begun) node.prefillTokens = Math.max(0, node.prefillTokens - uncachedTokens);
    resident.inFlight -= 1;
    resident.caches.leave(slot, now);
    if (!node.up && resident.inFlight === 0) node.residents.delete(call.model);
  }

  #place(decisions: Decision[], now: number): void {
    for (const node of this.#nodes.values()) this.#goOn(node, decisions, now);
    // What changes from one call to the next moves no model; a model that is nowhere, or a node that is free, does at once.
    if (now < this.#placeAt) return;
    this.#placeAt = now + betweenPlacements;
    const nodes = [...this.#nodes.values()];
    if (!nodes.some((node) => node.calm)) return;
    const { modelsPerNode, dwell } = this.#settings;
    const limits = { modelsPerNode, dwell, atOnce: Math.ceil(nodes.length / 8) };
    for (let left = nodes.length; left > 0; left--) {
      const swap = nextSwap(this.#wanted(now), nodes, limits, now);
      if (swap === undefined) return;
      this.#begin(swap, decisions, now);
    }
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

  /** A swap that is under way: what has drained is unloaded, what is to follow is loaded. */
  #goOn(node: Node, decisions: Decision[], now: number): void {
    if (!node.up || node.successor === undefined) return;
    for (const { model, state, inFlight, elsewhere } of node.residents.values()) {
      if (state === 'unloading') return;
      if (state !== 'draining') continue;
      if (inFlight + elsewhere > 0) return;
      node.residents.get(model)?.enter('unloading', now);
      decisions.push({ kind: 'unload', node: node.id, model });
      return;
    }
    const model = node.successor;
    node.successor = undefined;
    if (node.residents.has(model)) return;
    this.#put(node, model, 'loading', now);
    decisions.push({ kind: 'load', node: node.id, model });
  }

  #put(node: Node, model: string, state: Resident['state'], now: number): void {
    this.#placeAt = 0;
    node.residents.set(model, new Resident(model, state, this.#settings.slots, now));
  }

  #wanted(now: number): readonly Wanted[] {
    const models = new Set([...this.#demands.keys(), ...this.#others.models()]);
    return [...models].map((model) => {
      let replicas = 0;
      for (const { up, residents, successor } of this.#nodes.values()) {
        const state = residents.get(model)?.state;
        if (up && (state === 'ready' || state === 'loading' || successor === model)) replicas += 1;
      }
      const { work, waiting } = this.#wantedHere(model, now);
      return { model, work: work + this.#others.work(model), waiting: waiting + this.#others.waiting(model), replicas };
    });
  }

  #wantedHere(model: string, now: number): { readonly work: number; readonly waiting: number } {
    const queue = this.#queueOf(model);
    const queued = queue.inputTokens + queue.size * typicalOutput * this.#settings.outputCost;
    return { work: (this.#demands.get(model)?.work(now) ?? 0) + queued / waitingSeconds, waiting: queue.size };
  }

  #supplyOf(model: string, now: number): Supply {
    const perNode = this.#slots;
    let slots = 0;
    let free = 0;
    let until = Infinity;
    for (const node of this.#nodes.values()) {
      const resident = node.residents.get(model);
      if (!node.up || resident === undefined) continue;
      if (resident.state === 'ready') {
        slots += perNode;
        until = 0;
        if (isOpen(node, resident, perNode, now)) free += perNode - resident.inFlight - resident.elsewhere;
      } else if (resident.state === 'loading') {
        slots += perNode;
        until = Math.min(until, Math.max(0, node.ratesOf(model).loadMilliseconds - (now - resident.since)));
      }
    }
    if (slots > 0) return { slots, free, until };
    const [anyNode] = this.#nodes.values();
    return { slots: perNode, free: perNode, until: anyNode?.ratesOf(model).loadMilliseconds ?? 0 };
  }

  #queueOf(model: string): ModelQueue {
    let queue = this.#queues.get(model);
    if (queue === undefined) {
      queue = new ModelQueue(this.#fairness, this.#settings);
      this.#queues.set(model, queue);
    }
    return queue;
  }

  #demandOf(model: string, now: number): Demand {
    let demand = this.#demands.get(model);
    if (demand === undefined) {
      demand = new Demand(now);
      this.#demands.set(model, demand);
      this.#placeAt = 0;
    }
    return demand;
  }
}

/** The class first, then who came first: no clock reaches the next class. */
function urgencyOf({ rank, call }: Waiting): number {
  return rank * 1e13 + call.arrived;
}

/** Tokens that a call is taken to write, for where models are placed. */
const typicalOutput = 200;
/** Milliseconds. */
const betweenPlacements = 250;
/** Milliseconds for which another node is looked for than the one that has failed; then that one is better than none. */
const elsewhereWithin = 2_000;
/** Milliseconds after which what waits is looked at again: swaps for balance wait for time to pass. */
const lookAgain = 1_000;
