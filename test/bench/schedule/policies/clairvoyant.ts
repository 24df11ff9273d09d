import type { NodeScenario } from '../scenario.ts';
import type { SimulatedNode } from '../simulator/node.ts';
import type { Policy } from '../simulator/policy.ts';
import type { Request } from '../workload/draw.ts';
import { blockTokens } from '../workload/trace.ts';

/**
 * A list schedule that knows what no scheduler can: all calls before they come, so that the models are where they are needed
 * from the beginning, for nothing; how long each call will write; and what each node is doing and has in its caches. Whenever
 * a slot is free it gets, of the most urgent class, the call with the least work; on the node where it begins first.
 */
export class Clairvoyant implements Policy {
  readonly #scenario: NodeScenario;
  readonly #waiting = new Map<number, Request[]>();
  #nodes: readonly SimulatedNode[] = [];

  constructor(scenario: NodeScenario) {
    this.#scenario = scenario;
  }

  start(nodes: readonly SimulatedNode[], requests: readonly Request[]): void {
    this.#nodes = nodes;
    const work = new Map<number, number>();
    for (const request of requests) work.set(request.model, (work.get(request.model) ?? 0) + request.work);
    const replicas = new Map([...work.keys()].map((model) => [model, 0]));
    const perReplica = (model: number): number => (work.get(model) ?? 0) / (replicas.get(model) ?? 0);
    for (let left = nodes.length * this.#scenario.vramModels; left > 0; left--) {
      const [model] = [...work.keys()]
        .filter((each) => (replicas.get(each) ?? 0) < nodes.length)
        .sort((a, b) => perReplica(b) - perReplica(a));
      if (model === undefined) break;
      replicas.set(model, (replicas.get(model) ?? 0) + 1);
    }
    // The model with the most replicas first, each on the nodes with the most room.
    for (const [model, count] of [...replicas].sort((a, b) => b[1] - a[1])) {
      const roomiest = [...nodes].sort((a, b) => a.runners.size - b.runners.size);
      for (const node of roomiest.slice(0, count)) node.place(model);
      this.#waiting.set(model, []);
    }
  }

  arrive(request: Request, now: number): void {
    this.#waiting.get(request.model)?.push(request);
    this.#give(now);
  }

  firstToken(): void {}

  done(_request: Request, _node: number, now: number): void {
    this.#give(now);
  }

  loaded(): void {}

  unloaded(): void {}

  next(): number {
    return Infinity;
  }

  wake(): void {}

  #give(now: number): void {
    for (let rank = 0; rank < 3; rank++) {
      for (const [model, waiting] of this.#waiting) {
        while (waiting.length > 0 && this.#nodes.some((node) => node.freeSlots(model) > 0)) {
          const request = this.#leastWork(waiting, rank);
          if (request === undefined) break;
          waiting.splice(waiting.indexOf(request), 1);
          this.#soonest(request, now)?.submit(request, now);
        }
      }
    }
  }

  #leastWork(waiting: readonly Request[], rank: number): Request | undefined {
    let best: Request | undefined;
    for (const request of waiting) {
      if (request.rank === rank && (best === undefined || request.work < best.work)) best = request;
    }
    return best;
  }

  #soonest({ model, input, blocks }: Request, now: number): SimulatedNode | undefined {
    let best: SimulatedNode | undefined;
    let least = Infinity;
    for (const node of this.#nodes) {
      if (node.freeSlots(model) <= 0) continue;
      const uncached = input - node.cachedBlocks(model, blocks) * blockTokens;
      const first = node.prefillLeft(now) + (uncached / this.#scenario.prefillTokensPerSecond) * 1000 + node.busy;
      if (first < least) {
        best = node;
        least = first;
      }
    }
    return best;
  }
}
