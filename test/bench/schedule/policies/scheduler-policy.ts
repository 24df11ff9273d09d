import { type Call, callClasses, type ScheduleSettings, Scheduler } from '@hexaops/llm-ollama/schedule';
import type { NodeScenario } from '../scenario.ts';
import type { SimulatedNode, Told } from '../simulator/node.ts';
import type { Policy, Refuse } from '../simulator/policy.ts';
import type { Request } from '../workload/draw.ts';
import { blockTokens } from '../workload/trace.ts';
import { Random } from '../../support/random.ts';
import { Leases } from './leases.ts';

/** Milliseconds after which a replica looks again for a slot that it did not get. */
const retry = 20;

/** The scheduler's own code: one of it, or several replicas that share the slots by leases. */
export class SchedulerPolicy implements Policy {
  readonly #refuse: Refuse;
  readonly #replicas: readonly Scheduler[];
  readonly #owner = new Map<number, Scheduler>();
  readonly #requests = new Map<number, Request>();
  readonly #random = new Random(5);
  readonly #leases: Leases | undefined;
  readonly #slots: number;
  #nodes: readonly SimulatedNode[] = [];
  #awake = Infinity;
  decisions = 0;
  debug() { return this.#replicas; }

  constructor(refuse: Refuse, scenario: NodeScenario, replicas = 1, settings: Partial<ScheduleSettings> = {}) {
    this.#refuse = refuse;
    this.#slots = scenario.parallelSlotsPerModel;
    const given = { slots: this.#slots, modelsPerNode: scenario.vramModels, blockTokens, ...settings };
    this.#replicas = Array.from({ length: replicas }, () => new Scheduler(given));
    for (const [index, replica] of this.#replicas.entries()) replica.leads = index === 0;
    this.#leases = replicas === 1 ? undefined : new Leases(this.#slots);
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

  done(request: Request, node: number, now: number, told: Told): void {
    const replica = this.#owner.get(request.id);
    this.#owner.delete(request.id);
    this.#requests.delete(request.id);
    this.#leases?.release(node, request.model);
    replica?.finished(
      request.id,
      { ...told, inputTokens: request.input, outputTokens: request.output },
      now,
    );
    if (replica !== undefined) this.#decide(replica, now);
  }

  loaded(model: number, node: number, now: number): void {
    this.#leases?.open(node, model);
    for (const replica of this.#replicas) {
      if (replica.leads) replica.loaded(`${node}`, `${model}`, now);
      else this.#observe(replica, node, now);
      this.#decide(replica, now);
    }
  }

  unloaded(model: number, node: number, now: number): void {
    for (const replica of this.#replicas) {
      replica.gone(`${node}`, `${model}`);
      this.#decide(replica, now);
    }
  }

  next(now: number): number {
    let next = this.#awake;
    for (const replica of this.#replicas) next = Math.min(next, replica.nextTime(now));
    return next;
  }

  wake(now: number): void {
    this.#awake = Infinity;
    for (const replica of this.#replicas) this.#decide(replica, now);
  }

  #observe(replica: Scheduler, node: number, now: number): void {
    const models = [...(this.#nodes[node]?.runners.values() ?? [])].filter(({ state }) => state === 'ready');
    replica.observe(`${node}`, models.map(({ model }) => `${model}`), now);
  }

  #decide(replica: Scheduler, now: number): void {
    this.#leases?.want(this.#replicas.indexOf(replica), replica.urgencies());
    this.#apply(replica, now);
    this.#leases?.want(this.#replicas.indexOf(replica), replica.urgencies());
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
      if (decision.kind === 'dispatch') this.#dispatch(replica, decision.call, Number(decision.node), now);
      else if (decision.kind === 'load') node.preload(Number(decision.model), now);
      else this.#unload(node, Number(decision.node), Number(decision.model), now);
    }
  }

  #dispatch(replica: Scheduler, call: Call, node: number, now: number): void {
    const model = Number(call.model);
    const rank = callClasses.indexOf(call.class);
    if (this.#leases?.take(node, model, rank * 1e13 + call.arrived) === false) {
      replica.close(`${node}`, call.model, now + (rank + 1) * retry * (1 + this.#random.next()));
      replica.giveBack(call.id, now, false);
      this.#awake = Math.min(this.#awake, now);
      return;
    }
    this.#nodes[node]?.submit(this.#requests.get(call.id) as Request, now);
  }

  /** The others may still have calls there: it goes when the last of their leases is free. */
  #unload(node: SimulatedNode, index: number, model: number, now: number): void {
    if (this.#leases === undefined) node.unload(model, now);
    else this.#leases.drain(index, model, () => node.unload(model, now));
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
