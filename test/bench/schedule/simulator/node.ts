import type { NodeScenario } from '../scenario.ts';
import { blockTokens } from '../workload/trace.ts';
import type { Request } from '../workload/draw.ts';
import { bestSlot, commonBlocks, type Slot } from './slot.ts';

/** What a node tells of a call that has ended, as Ollama's last line does. Milliseconds. */
export interface Told {
  readonly loadMilliseconds: number;
  readonly prefillMilliseconds: number;
  readonly decodeMilliseconds: number;
}

export interface Listener {
  firstToken(request: Request, node: number, now: number, cached: number): void;
  done(request: Request, node: number, now: number, told: Told): void;
  refused(request: Request, node: number, now: number): void;
  loaded(model: number, node: number, now: number): void;
  unloaded(model: number, node: number, now: number): void;
}

interface Runner {
  readonly model: number;
  readonly slots: readonly Slot<Running>[];
  readonly queue: Request[];
  state: 'loading' | 'ready' | 'unloading';
  until: number;
  loadedAt: number;
}

interface Running {
  readonly request: Request;
  readonly slot: Slot<Running>;
  readonly runner: Runner;
  prefill: number;
  prefillFrom: number;
  /** The node's count of tokens per slot at which it ends. */
  end: number;
  decodeFrom: number;
}

/**
 * A node as Ollama's sources and published measurements have it: a few slots for each model that is loaded, first come first
 * served; prompts read one after the other, while nothing is written; what is written at one rate that all who write share;
 * one load at a time, into a free place or that of an idle model; a prompt kept in each slot. Shares no code with the scheduler.
 */
export class SimulatedNode {
  readonly #index: number;
  readonly #scenario: NodeScenario;
  readonly #listener: Listener;
  readonly runners = new Map<number, Runner>();
  readonly #pending: Request[] = [];
  readonly #prefills: Running[] = [];
  readonly #decoding: Running[] = [];
  /** Tokens that each slot that has written all the time would have written. */
  #written = 0;
  #at = 0;
  swaps = 0;

  constructor(index: number, scenario: NodeScenario, listener: Listener) {
    this.#index = index;
    this.#scenario = scenario;
    this.#listener = listener;
  }

  /** Milliseconds of prompts that are still to be read. */
  prefillLeft(now: number): number {
    let left = 0;
    for (const { prefill } of this.#prefills) left += prefill;
    const [first] = this.#prefills;
    return first === undefined ? 0 : left - (now - first.prefillFrom);
  }

  get busy(): number {
    return this.#prefills.length + this.#decoding.length;
  }

  has(model: number): boolean {
    return this.runners.get(model)?.state === 'ready';
  }

  freeSlots(model: number): number {
    const runner = this.runners.get(model);
    if (runner?.state !== 'ready') return 0;
    return runner.slots.filter(({ running }) => running === undefined).length - runner.queue.length;
  }

  cachedBlocks(model: number, blocks: readonly number[]): number {
    const slots = this.runners.get(model)?.slots ?? [];
    return Math.max(
      0,
      ...slots.filter(({ running }) => running === undefined).map((slot) => commonBlocks(slot.blocks, blocks)),
    );
  }

  /** Has the model from the beginning. */
  place(model: number): void {
    this.runners.set(model, this.#makeRunner(model, 'ready', 0));
  }

  submit(request: Request, now: number): void {
    this.advance(now);
    const runner = this.runners.get(request.model);
    if (runner?.state === 'ready') {
      runner.queue.push(request);
      this.#fill(runner, now);
    } else if (this.#pending.length >= this.#scenario.maxQueue) {
      this.#listener.refused(request, this.#index, now);
    } else {
      this.#pending.push(request);
      this.#load(now);
    }
  }

  /** An empty prompt. Where there is no place the model with the least to do makes one as soon as it is idle. */
  preload(model: number, now: number): void {
    this.advance(now);
    if (this.runners.has(model)) return;
    this.#startLoad(model, now);
  }

  unload(model: number, now: number): void {
    this.advance(now);
    const runner = this.runners.get(model);
    if (runner?.state !== 'ready') return;
    this.#startUnload(runner, now);
  }

  /** When something happens by itself. */
  next(): number {
    let next = Infinity;
    const [first] = this.#prefills;
    if (first !== undefined) next = first.prefillFrom + first.prefill;
    else if (this.#decoding.length > 0) next = this.#at + (this.#leastLeft() / this.#ratePerSlot()) * 1000;
    for (const { state, until } of this.runners.values()) if (state !== 'ready') next = Math.min(next, until);
    return next;
  }

  advance(now: number): void {
    for (let next = this.next(); next <= now; next = this.next()) this.#step(next);
    this.#pass(now);
  }

  #step(at: number): void {
    this.#pass(at);
    for (const runner of this.runners.values()) {
      if (runner.state === 'ready' || runner.until > at) continue;
      if (runner.state === 'loading') this.#endLoad(runner, at);
      else this.#endUnload(runner, at);
      return;
    }
    const [first] = this.#prefills;
    if (first !== undefined) this.#endPrefill(first, at);
    else this.#endDecode(at);
  }

  #pass(at: number): void {
    if (this.#prefills.length === 0 && this.#decoding.length > 0) {
      this.#written += ((at - this.#at) / 1000) * this.#ratePerSlot();
    }
    this.#at = Math.max(this.#at, at);
  }

  #ratePerSlot(): number {
    const rates = this.#scenario.decodeTokensPerSecondByBatch;
    const batch = this.#decoding.length;
    return (rates[Math.min(batch, rates.length) - 1] ?? 1) / batch;
  }

  #leastLeft(): number {
    let least = Infinity;
    for (const { end } of this.#decoding) least = Math.min(least, end - this.#written);
    return Math.max(0, least);
  }

  #endPrefill(running: Running, now: number): void {
    this.#prefills.shift();
    const [next] = this.#prefills;
    if (next !== undefined) next.prefillFrom = now;
    running.end = this.#written + running.request.output - 1;
    running.decodeFrom = now;
    this.#decoding.push(running);
    const { request } = running;
    this.#listener.firstToken(
      request,
      this.#index,
      now,
      request.input - (running.prefill / 1000) * this.#scenario.prefillTokensPerSecond,
    );
  }

  #endDecode(now: number): void {
    let index = 0;
    for (const [each, { end }] of this.#decoding.entries()) {
      if (end < (this.#decoding[index]?.end ?? Infinity)) index = each;
    }
    const [running] = this.#decoding.splice(index, 1);
    if (running === undefined) return;
    const { request, slot, runner, prefill, decodeFrom } = running;
    slot.running = undefined;
    slot.used = now;
    this.#fill(runner, now);
    this.#load(now);
    this.#listener.done(request, this.#index, now, {
      loadMilliseconds: 0,
      prefillMilliseconds: prefill,
      decodeMilliseconds: now - decodeFrom,
    });
  }

  #fill(runner: Runner, now: number): void {
    while (runner.queue.length > 0) {
      const [request] = runner.queue;
      if (request === undefined) return;
      const slot = bestSlot(runner.slots, request.blocks);
      if (slot === undefined) return;
      runner.queue.shift();
      const cached = Math.min(request.input - 1, commonBlocks(slot.blocks, request.blocks) * blockTokens);
      slot.blocks = request.blocks;
      const prefill = ((request.input - cached) / this.#scenario.prefillTokensPerSecond) * 1000;
      const running = { request, slot, runner, prefill, prefillFrom: now, end: 0, decodeFrom: 0 };
      slot.running = running;
      this.#prefills.push(running);
    }
  }

  /** Of what waits for a model that is not there the first decides: one load at a time. */
  #load(now: number): void {
    const [first] = this.#pending;
    if (first === undefined) return;
    for (const { state } of this.runners.values()) if (state !== 'ready') return;
    if (this.runners.has(first.model)) return;
    if (this.runners.size < this.#scenario.vramModels) {
      this.#startLoad(first.model, now);
      return;
    }
    let victim: Runner | undefined;
    for (const runner of this.runners.values()) {
      const idle = runner.queue.length === 0 && runner.slots.every(({ running }) => running === undefined);
      if (idle && (victim === undefined || runner.loadedAt < victim.loadedAt)) victim = runner;
    }
    if (victim !== undefined) this.#startUnload(victim, now);
  }

  #startLoad(model: number, now: number): void {
    const { modelStartSeconds, modelLoadSeconds } = this.#scenario;
    this.runners.set(model, this.#makeRunner(model, 'loading', now + (modelStartSeconds + modelLoadSeconds) * 1000));
    this.swaps += 1;
  }

  #startUnload(runner: Runner, now: number): void {
    runner.state = 'unloading';
    runner.until = now + this.#scenario.unloadSeconds * 1000;
  }

  #endLoad(runner: Runner, now: number): void {
    runner.state = 'ready';
    runner.loadedAt = now;
    for (let index = 0; index < this.#pending.length;) {
      if (this.#pending[index]?.model === runner.model) runner.queue.push(...this.#pending.splice(index, 1));
      else index += 1;
    }
    this.#fill(runner, now);
    this.#load(now);
    this.#listener.loaded(runner.model, this.#index, now);
  }

  #endUnload(runner: Runner, now: number): void {
    this.runners.delete(runner.model);
    this.#listener.unloaded(runner.model, this.#index, now);
    // A request that came meanwhile for the model that has gone waits for a load like any other.
    this.#pending.unshift(...runner.queue);
    this.#load(now);
  }

  #makeRunner(model: number, state: Runner['state'], until: number): Runner {
    const slots = Array.from({ length: this.#scenario.parallelSlotsPerModel }, () => ({
      blocks: [],
      running: undefined,
      used: 0,
    }));
    return { model, slots, queue: [], state, until, loadedAt: 0 };
  }
}
