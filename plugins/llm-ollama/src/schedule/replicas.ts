import type { Node } from './nodes.ts';
import type { Backlog } from './queue/backlog.ts';
import { urgencyOf } from './queue/waiting.ts';

/** What a replica tells the others of what it does, so that they decide as one. Plain data: it goes through a store as JSON. */
export interface ReplicaState {
  readonly nodes: Readonly<Record<string, NodeState>>;
  /** Of each model the most urgent call that waits; less is more urgent. */
  readonly urgencies: Readonly<Record<string, number>>;
  /** Of each model the virtual tokens that come a second, those that wait counted in, and the calls that wait. */
  readonly demands: Readonly<Record<string, { readonly work: number; readonly waiting: number }>>;
}

interface NodeState {
  /** Tokens of prompts that it was given and has not read. */
  readonly prefillTokens: number;
  /** Calls in flight of each model. */
  readonly inFlight: Readonly<Record<string, number>>;
  /** Models that this replica is taking away: nothing is given to them any more. */
  readonly leaving: readonly string[];
}

export function stateOf(backlog: Backlog, nodes: Iterable<Node>, now: number): ReplicaState {
  const urgencies: Record<string, number> = {};
  for (const [model, queue] of backlog.queues) {
    const first = queue.size === 0 ? undefined : queue.first(now);
    if (first !== undefined) urgencies[model] = urgencyOf(first, now);
  }
  const demands = Object.fromEntries([...backlog.models].map((model) => [model, backlog.wanted(model, now)]));
  return { nodes: nodeStatesOf(nodes), urgencies, demands };
}

function nodeStatesOf(nodes: Iterable<Node>): ReplicaState['nodes'] {
  const states: Record<string, NodeState> = {};
  for (const { id, residents, prefillTokens } of nodes) {
    const all = [...residents.values()];
    states[id] = {
      prefillTokens,
      inFlight: Object.fromEntries(all.map(({ model, inFlight }) => [model, inFlight])),
      leaving: all.filter(({ state }) => state === 'draining' || state === 'unloading').map(({ model }) => model),
    };
  }
  return states;
}

/** What the other replicas have told last, added up. */
export class Others {
  readonly #states: readonly ReplicaState[];

  constructor(states: readonly ReplicaState[] = []) {
    this.#states = states;
  }

  get none(): boolean {
    return this.#states.length === 0;
  }

  /** Has the nodes know of what is not from here. */
  tell(nodes: Iterable<Node>): void {
    for (const node of nodes) {
      node.prefillElsewhere = this.#prefillTokens(node.id);
      for (const resident of node.residents.values()) {
        resident.elsewhere = this.#inFlight(node.id, resident.model);
        resident.leaving = this.#isLeaving(node.id, resident.model);
      }
    }
  }

  #inFlight(node: string, model: string): number {
    let sum = 0;
    for (const { nodes } of this.#states) sum += nodes[node]?.inFlight[model] ?? 0;
    return sum;
  }

  #prefillTokens(node: string): number {
    let sum = 0;
    for (const { nodes } of this.#states) sum += nodes[node]?.prefillTokens ?? 0;
    return sum;
  }

  #isLeaving(node: string, model: string): boolean {
    return this.#states.some(({ nodes }) => nodes[node]?.leaving.includes(model) ?? false);
  }

  /** Replicas that have a call of the model which is to begin before this one. */
  before(model: string, urgency: number): number {
    let count = 0;
    for (const { urgencies } of this.#states) if ((urgencies[model] ?? Infinity) < urgency) count += 1;
    return count;
  }

  /** Models that any of them has had a call of. */
  models(): readonly string[] {
    return this.#states.flatMap(({ demands }) => Object.keys(demands));
  }

  work(model: string): number {
    return this.#sum(model, 'work');
  }

  waiting(model: string): number {
    return this.#sum(model, 'waiting');
  }

  #sum(model: string, what: 'work' | 'waiting'): number {
    return this.#states.reduce((sum, { demands }) => sum + (demands[model]?.[what] ?? 0), 0);
  }
}
