import TinyQueue from 'tinyqueue';
import type { NodeScenario } from '../scenario.ts';
import type { SimulatedNode } from '../simulator/node.ts';
import type { Policy } from '../simulator/policy.ts';
import type { Request } from '../workload/draw.ts';

/** What a balancer of loads sees of a node: what it has itself given to it, and what `/api/ps` says. */
export interface Seen {
  readonly index: number;
  readonly outstanding: number;
  has(model: number): boolean;
}

/** Chooses a node for a call as it arrives. */
export type Choose = (request: Request, nodes: readonly Seen[]) => number;

interface Front extends Seen {
  outstanding: number;
  readonly given: Map<number, number>;
  readonly queues: Map<number, TinyQueue<Request>>;
}

const byClass = (left: Request, right: Request): number =>
  left.rank - right.rank || left.arrival - right.arrival || left.id - right.id;

/**
 * Binds each call to a node when it arrives, as balancers of loads do. `classes`: what waits for a node waits in front of it, by
 * our order of classes, with no more of a model in flight than the node has slots for it; else in the node, in the order of arrival.
 */
export class Balancer implements Policy {
  readonly #choose: Choose;
  readonly #classes: boolean;
  readonly #slots: number;
  #nodes: readonly SimulatedNode[] = [];
  #fronts: readonly Front[] = [];

  constructor(choose: Choose, classes: boolean, scenario: NodeScenario) {
    this.#choose = choose;
    this.#classes = classes;
    this.#slots = scenario.parallelSlotsPerModel;
  }

  start(nodes: readonly SimulatedNode[]): void {
    this.#nodes = nodes;
    this.#fronts = nodes.map((node, index) => ({
      index,
      outstanding: 0,
      has: (model) => node.has(model),
      given: new Map(),
      queues: new Map(),
    }));
  }

  arrive(request: Request, now: number): void {
    const front = this.#fronts[this.#choose(request, this.#fronts)];
    if (front === undefined) throw new RangeError('a node was chosen that is not there');
    front.outstanding += 1;
    if (!this.#classes) {
      this.#nodes[front.index]?.submit(request, now);
      return;
    }
    const queue = front.queues.get(request.model);
    if (queue === undefined) front.queues.set(request.model, new TinyQueue([request], byClass));
    else queue.push(request);
    this.#give(front, request.model, now);
  }

  firstToken(): void {}

  done(request: Request, node: number, now: number): void {
    const front = this.#fronts[node];
    if (front === undefined) return;
    front.outstanding -= 1;
    if (!this.#classes) return;
    front.given.set(request.model, (front.given.get(request.model) ?? 1) - 1);
    this.#give(front, request.model, now);
  }

  loaded(): void {}

  unloaded(): void {}

  next(): number {
    return Infinity;
  }

  wake(): void {}

  #give(front: Front, model: number, now: number): void {
    const queue = front.queues.get(model);
    let given = front.given.get(model) ?? 0;
    while (given < this.#slots) {
      const request = queue?.pop();
      if (request === undefined) break;
      given += 1;
      front.given.set(model, given);
      this.#nodes[front.index]?.submit(request, now);
    }
  }
}
