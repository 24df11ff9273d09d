import { type Call, type ReplicaState, type ScheduleSettings, Scheduler } from '@hexaops/llm-ollama/schedule';
import type { NodeScenario } from '../scenario.ts';
import type { SimulatedNode, Told } from '../simulator/node.ts';
import type { Policy, Refuse } from '../simulator/policy.ts';
import type { Request } from '../workload/draw.ts';
import { blockTokens } from '../workload/trace.ts';
import { Random } from '../../support/random.ts';

/** Milliseconds between two times that replicas look at each other though nothing happens. */
const exchange = 25;

/** The scheduler's own code: one of it, or several replicas that share the slots by leases. */
export class SchedulerPolicy implements Policy {
  readonly #refuse: Refuse;
  readonly #replicas: readonly Scheduler[];
  readonly #owner = new Map<number, Scheduler>();
  readonly #requests = new Map<number, Request>();
  readonly #random = new Random(5);
  readonly #told = new Map<Scheduler, ReplicaState>();
  readonly #slots: number;
  #nodes: readonly SimulatedNode[] = [];
  #exchange = Infinity;
  /** Calls that a node was given beyond its slots, by replicas that did not know of each other's. */
  collisions = 0;
  decisions = 0;

  constructor(refuse: Refuse, scenario: NodeScenario, replicas = 1, settings: Partial<ScheduleSettings> = {}) {
    this.#refuse = refuse;
    this.#slots = scenario.parallelSlotsPerModel;
    const given = { slots: this.#slots, modelsPerNode: scenario.vramModels, blockTokens, ...settings };
    this.#replicas = Array.from({ length: replicas }, () => new Scheduler(given));
    for (const [index, replica] of this.#replicas.entries()) replica.leads = index === 0;
    if (replicas > 1) this.#exchange = 0;
  }

  start(nodes: readonly SimulatedNode[]): void {
    this.#nodes = nodes;
    for (const replica of this.#replicas) for (const index of nodes.keys()) replica.observe(`${index}`, [], 0);
  }

  arrive(request: Request, now: number): void {
    const replica = this.#replicas[this.#random.below(this.#replicas.length)] as Scheduler;
    const admission = replica.offer(callOf(request, now), now);
    if (!admission.admitted) {
      this.#refuse(request, now);
      return;
    }
    this.#owner.set(request.id, replica);
    this.#requests.set(request.id, request);
    this.#decide(replica, now);
  }

  firstToken(request: Request): void {
    this.#owner.get(request.id)?.begun(request.id);
  }

  done(request: Request, _node: number, now: number, told: Told): void {
    const replica = this.#owner.get(request.id);
    this.#owner.delete(request.id);
    this.#requests.delete(request.id);
    replica?.finished(request.id, { ...told, inputTokens: request.input, outputTokens: request.output }, now);
    if (replica !== undefined) this.#decide(replica, now);
  }

  loaded(model: number, node: number, now: number): void {
    for (const replica of this.#replicas) {
      if (replica.leads) replica.loaded(`${node}`, `${model}`, now);
      else this.#observe(replica, node, now);
      this.#decide(replica, now);
    }
  }

  unloaded(model: number, node: number, now: number): void {
    for (const replica of this.#replicas) {
      replica.gone(`${node}`, `${model}`, now);
      this.#decide(replica, now);
    }
  }

  next(now: number): number {
    let next = this.#exchange;
    for (const replica of this.#replicas) next = Math.min(next, replica.nextTime(now));
    return next;
  }

  wake(now: number): void {
    if (now >= this.#exchange) this.#exchange = now + exchange;
    for (const replica of this.#replicas) this.#decide(replica, now);
  }

  #observe(replica: Scheduler, node: number, now: number): void {
    const models = [...(this.#nodes[node]?.runners.values() ?? [])].filter(({ state }) => state === 'ready');
    replica.observe(
      `${node}`,
      models.map(({ model }) => `${model}`),
      now,
    );
  }

  /** Where there are others they are heard before each decision and told after it, as a store does it in one step. */
  #decide(replica: Scheduler, now: number): void {
    if (this.#replicas.length === 1) {
      this.#apply(replica, now);
      return;
    }
    replica.hear([...this.#told].flatMap(([other, state]) => (other === replica ? [] : [state])));
    this.#apply(replica, now);
    this.#told.set(replica, replica.tell(now));
  }

  #apply(replica: Scheduler, now: number): void {
    for (const decision of replica.decide(now)) {
      this.decisions += 1;
      if (decision.kind === 'expire') {
        this.#refuse(this.#requests.get(decision.call.id) as Request, now);
        continue;
      }
      const node = this.#nodes[Number(decision.node)];
      if (node === undefined) continue;
      if (decision.kind === 'load') node.preload(Number(decision.model), now);
      else if (decision.kind === 'unload') node.unload(Number(decision.model), now);
      else this.#dispatch(replica, decision.call, node, now);
    }
  }

  /** The lease of the slot is asked for; where others have them all the call goes back, and is tried again soon. */
  #dispatch(replica: Scheduler, call: Call, node: SimulatedNode, now: number): void {
    const model = Number(call.model);
    if (this.#replicas.length > 1 && node.freeSlots(model) <= 0) {
      this.collisions += 1;
      replica.close(`${this.#nodes.indexOf(node)}`, call.model, now + exchange);
      replica.giveBack(call.id, now, false);
      return;
    }
    node.submit(this.#requests.get(call.id) as Request, now);
  }
}

function callOf(request: Request, now: number): Call {
  return {
    id: request.id,
    model: `${request.model}`,
    workspace: `${request.workspace}`,
    class: request.class,
    inputTokens: request.input,
    // A block's name holds the workspace: the scheduler never knows what two workspaces have in common.
    prefix: request.blocks.map((block) => block * 64 + request.workspace),
    arrived: now,
  };
}
