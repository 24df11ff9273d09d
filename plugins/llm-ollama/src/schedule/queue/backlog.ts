import { type Call, rankOf } from '../call.ts';
import type { Fairness } from '../fairness.ts';
import { Demand } from '../residency/demand.ts';
import type { ScheduleSettings } from '../settings.ts';
import { ModelQueue } from './model-queue.ts';
import type { Waiting } from './waiting.ts';

/** Tokens that a call is taken to write, for where models are placed. */
const typicalOutput = 200;
/** Work that waits counts for placement as if it came within so many seconds. */
const waitingSeconds = 30;

/** All calls that wait, by model, and what keeps coming for each. */
export class Backlog {
  readonly #settings: ScheduleSettings;
  readonly #fairness: Fairness;
  readonly #queues = new Map<string, ModelQueue>();
  readonly #demands = new Map<string, Demand>();
  readonly #waiting = new Map<number, Waiting>();

  constructor(settings: ScheduleSettings, fairness: Fairness) {
    this.#settings = settings;
    this.#fairness = fairness;
  }

  get size(): number {
    return this.#waiting.size;
  }

  sizeOf(rank: number): number {
    let size = 0;
    for (const queue of this.#queues.values()) size += queue.sizeOf(rank);
    return size;
  }

  get queues(): ReadonlyMap<string, ModelQueue> {
    return this.#queues;
  }

  /** Models that calls have come for. */
  get models(): Iterable<string> {
    return this.#demands.keys();
  }

  waiting(id: number): Waiting | undefined {
    return this.#waiting.get(id);
  }

  /** A call that has not been here before: it counts as demand, too. */
  arrive(call: Call, now: number): void {
    const cost = call.inputTokens + this.#settings.outputCost * typicalOutput;
    this.demandOf(call.model, now).arrive(rankOf(call.class), cost, now);
    this.add(call);
  }

  add(call: Call): void {
    const waiting = { call, rank: rankOf(call.class), since: call.arrived, here: true };
    this.#fairness.wait(call.workspace);
    this.queueOf(call.model).add(waiting);
    this.#waiting.set(call.id, waiting);
  }

  take(waiting: Waiting): void {
    const { call } = waiting;
    this.queueOf(call.model).remove(waiting);
    this.#fairness.leave(call.workspace);
    this.#waiting.delete(call.id);
  }

  /** Virtual tokens that come a second, those that wait counted in, and the calls that wait. */
  wanted(model: string, now: number): { readonly work: number; readonly waiting: number } {
    const queue = this.queueOf(model);
    const queued = queue.inputTokens + queue.size * typicalOutput * this.#settings.outputCost;
    return { work: (this.#demands.get(model)?.work(now) ?? 0) + queued / waitingSeconds, waiting: queue.size };
  }

  queueOf(model: string): ModelQueue {
    let queue = this.#queues.get(model);
    if (queue === undefined) {
      queue = new ModelQueue(this.#fairness, this.#settings);
      this.#queues.set(model, queue);
    }
    return queue;
  }

  demandOf(model: string, now: number): Demand {
    let demand = this.#demands.get(model);
    if (demand === undefined) {
      demand = new Demand(now);
      this.#demands.set(model, demand);
    }
    return demand;
  }
}
