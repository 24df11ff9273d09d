import { type Admission, predictedWait } from './admission.ts';
import { type Call, rankOf, type Timing } from './call.ts';
import { type Chosen, chooseNode } from './choose-node.ts';
import type { Decision } from './decision.ts';
import { Fairness } from './fairness.ts';
import { nextTime } from './next-time.ts';
import type { InFlight, Node } from './nodes.ts';
import { Backlog } from './queue/backlog.ts';
import type { ModelQueue } from './queue/model-queue.ts';
import { urgencyOf, type Waiting } from './queue/waiting.ts';
import { Returned } from './queue/returned.ts';
import { Others, type ReplicaState, stateOf } from './replicas.ts';
import { Residency } from './residency/residency.ts';
import { wantedOf } from './residency/wanted.ts';
import { Running } from './running.ts';
import { defaultSettings, type ScheduleSettings } from './settings.ts';
import { supplyOf } from './supply.ts';

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
  readonly #residency: Residency;
  readonly #backlog: Backlog;
  readonly #running = new Running();
  readonly #returned = new Returned();
  #others = new Others();
  #slots: number;
  /** Whether this process decides where models are. Of several replicas one does. */
  leads = true;

  constructor(settings: Partial<ScheduleSettings> = {}) {
    this.#settings = { ...defaultSettings, ...settings };
    this.#slots = this.#settings.slots;
    this.#fairness = new Fairness(this.#settings.weights, this.#settings.outputCost);
    this.#backlog = new Backlog(this.#settings, this.#fairness);
    this.#residency = new Residency(this.#settings);
  }

  get settings(): ScheduleSettings {
    return this.#settings;
  }

  /** How many of a model's slots on each node are this process's: fewer where replicas cannot tell each other what they do. */
  limit(slots: number): void {
    this.#slots = slots;
  }

  get nodes(): ReadonlyMap<string, Node> {
    return this.#residency.nodes;
  }

  /** Calls that wait. */
  get size(): number {
    return this.#backlog.size + this.#returned.size;
  }

  waitingOf(rank: number): number {
    return this.#backlog.sizeOf(rank);
  }

  /** A new call. Refused where it could not begin within its class's longest wait, or not before its deadline. */
  offer(call: Call, now: number): Admission {
    const wait = this.predictedWait(call, now);
    const limit = Math.min(this.#settings.longestWait[call.class], (call.deadline ?? Infinity) - now);
    const full = this.size >= this.#settings.mostWaiting;
    if (full || wait > limit) {
      return {
        admitted: false,
        retryAfter: Math.max(1_000, full ? wait : wait - limit),
      };
    }
    if (this.#residency.replicas(call.model) === 0) this.#residency.lookSoon();
    this.#backlog.arrive(call, now);
    return { admitted: true };
  }

  /** Milliseconds until such a call would begin. */
  predictedWait({ model, workspace, class: name }: Pick<Call, 'model' | 'workspace' | 'class'>, now: number): number {
    return predictedWait(
      workspace,
      rankOf(name),
      this.#backlog.queueOf(model),
      this.#backlog.demandOf(model, now),
      supplyOf(model, this.nodes, this.#slots, now),
      this.#fairness,
      now,
    );
  }

  /** Nobody waits for the call any more, wherever it is. Its slot is free at once; true where a node has to be told. */
  cancel(id: number, now: number): boolean {
    const waiting = this.#backlog.waiting(id);
    if (waiting !== undefined) this.#backlog.take(waiting);
    this.#returned.forget(id);
    const call = this.#running.get(id);
    if (call !== undefined) this.#end(call, now);
    return call !== undefined;
  }

  /** The first token of a call has come. */
  begun(id: number): void {
    this.#running.begun(id, this.nodes);
  }

  /** A call has ended well. */
  finished(id: number, timing: Timing, now: number): void {
    const call = this.#running.get(id);
    if (call === undefined) return;
    this.nodes.get(call.node)?.ratesOf(call.call.model).learn(timing, call.uncachedTokens);
    this.#backlog.demandOf(call.call.model, now).holding.add(now - call.dispatched);
    this.#fairness.settle(call.call.workspace, call.charged, call.uncachedTokens, timing.outputTokens);
    this.#returned.forget(id);
    this.#end(call, now);
  }

  /**
   * A node has not begun the call: it waits again, in its old place. `elsewhere` says that this node is not to have it.
   * Gives false for a call that has begun: nothing that a person may have read is done twice.
   */
  giveBack(id: number, now: number, elsewhere: boolean): boolean {
    const held = this.#running.get(id);
    if (held === undefined || held.begun) return false;
    this.#fairness.refund(held.call.workspace, held.charged);
    this.#end(held, now);
    if (elsewhere) this.#returned.add(held.call, held.node, now);
    else this.#backlog.add(held.call);
    return true;
  }

  /** Nothing is given to the model on this node until then. */
  close(node: string, model: string, until: number): void {
    const resident = this.#residency.resident(node, model);
    if (resident !== undefined) resident.closedUntil = Math.max(resident.closedUntil, until);
  }

  /** A node has failed, or a model on it: it gets nothing until then, and after that one call at a time until `trust`. */
  distrust(node: string, model: string | undefined, until: number): void {
    const failed = this.#residency.node(node, model);
    if (failed === undefined) return;
    failed.closedUntil = until;
    failed.onTrial = true;
  }

  trust(node: string, model: string | undefined): void {
    const mended = this.#residency.node(node, model);
    if (mended !== undefined) mended.onTrial = false;
  }

  /**
   * A node answers, and had these models when it was asked. What is under way here, or newer than that, is not overruled by what
   * it says.
   */
  observe(node: string, models: readonly string[], now: number, asked = now): void {
    this.#residency.observe(node, models, now, asked);
  }

  /** What a node has on its disk: no other model is loaded there. */
  installed(node: string, models: Iterable<string>): void {
    const known = this.nodes.get(node);
    if (known !== undefined) known.installed = new Set(models);
  }

  /** Nodes that answer, and of those the ones that have the model or may have it. */
  nodesFor(model: string): { readonly up: number; readonly having: number } {
    const up = [...this.nodes.values()].filter((node) => node.up);
    return { up: up.length, having: up.filter((node) => node.mayHave(model)).length };
  }

  /** A node does not answer. Its calls are given back, or have failed, one by one. */
  lost(node: string): void {
    this.#residency.lost(node);
  }

  /** It is none of those to use any more. */
  forget(node: string): void {
    this.#residency.forget(node);
  }

  loaded(node: string, model: string, now: number): void {
    this.#residency.loaded(node, model, now);
  }

  /** The model could not be loaded; the node does not get it again before then. */
  loadFailed(node: string, model: string, until: number): void {
    this.#residency.loadFailed(node, model, until);
  }

  /** The model is not on the node any more. */
  gone(node: string, model: string, now: number): void {
    this.#residency.gone(node, model, now);
  }

  /** All that is to be done now. */
  decide(now: number): readonly Decision[] {
    const decisions: Decision[] = [];
    this.#fairness.forget(now);
    for (const queue of this.#backlog.queues.values()) queue.age(now);
    this.#dispatchReturned(decisions, now);
    this.#dispatch(decisions, now);
    this.#residency.goOn(decisions, now);
    if (this.leads)
      this.#residency.change(() => wantedOf(this.#backlog, this.#others, this.#residency, now), decisions, now);
    return decisions;
  }

  /** For the other replicas. */
  tell(now: number): ReplicaState {
    return stateOf(this.#backlog, this.nodes.values(), now);
  }

  /** What all other replicas that live have told last. */
  hear(states: readonly ReplicaState[]): void {
    this.#others = new Others(states);
    this.#others.tell(this.nodes.values());
  }

  /** When to decide again though nothing happens; Infinity where only what happens can change anything. */
  nextTime(now: number): number {
    return nextTime(this.#backlog, this.#returned, this.nodes.values(), now);
  }

  #dispatchReturned(decisions: Decision[], now: number): void {
    for (const returned of this.#returned.values()) {
      const { call, excluded, until } = returned;
      const late = this.#isLate(call, now);
      const chosen = late ? undefined : this.#choose(call, now, excluded);
      if (!late && chosen === undefined && now < until) continue;
      this.#returned.take(returned);
      if (late) decisions.push(this.#expire(call));
      else if (chosen !== undefined) decisions.push(this.#send(call, chosen, now));
      else this.#backlog.add(call);
    }
  }

  /** All that a slot is open for; of several models' the most urgent first, since it is read first. */
  #dispatch(decisions: Decision[], now: number): void {
    const open = new Set([...this.#backlog.queues.values()].filter(({ size }) => size > 0));
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
      if (late || chosen !== undefined) this.#backlog.take(waiting);
      else open.delete(queue);
      if (late) decisions.push(this.#expire(call));
      else if (chosen !== undefined) decisions.push(this.#send(call, chosen, now));
    }
  }

  /** Whether all slots that are open are for calls of other replicas, which are more urgent. */
  #othersFirst(waiting: Waiting, now: number): boolean {
    if (this.#others.none) return false;
    const { model } = waiting.call;
    const before = this.#others.before(model, urgencyOf(waiting, now));
    return before > 0 && supplyOf(model, this.nodes, this.#slots, now).free <= before;
  }

  #end(held: InFlight, now: number): void {
    this.#running.end(held, this.nodes, now);
    const node = this.nodes.get(held.node);
    if (node !== undefined) this.#residency.ended(node);
  }

  #choose(call: Call, now: number, excluded?: ReadonlySet<string>): Chosen | undefined {
    return chooseNode(call, this.nodes.values(), this.#slots, this.#settings.blockTokens, now, excluded);
  }

  #isLate({ deadline }: Call, now: number): boolean {
    return deadline !== undefined && deadline <= now;
  }

  #expire(call: Call): Decision {
    this.#returned.forget(call.id);
    return { kind: 'expire', call };
  }

  #send(call: Call, chosen: Chosen, now: number): Decision {
    const charge = (tokens: number) => this.#fairness.charge(call.workspace, tokens);
    this.#running.begin(call, chosen, this.#settings.blockTokens, charge, now);
    return { kind: 'dispatch', call, node: chosen.node.id };
  }
}
