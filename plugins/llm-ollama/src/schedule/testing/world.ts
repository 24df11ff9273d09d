import assert from 'node:assert/strict';
import { type Call, type CallClass, type Decision, Scheduler, type ScheduleSettings } from '../index.ts';

/** Something that happens. Numbers pick among what there is at that moment. */
export type Happening =
  | {
      readonly kind: 'offer';
      readonly model: number;
      readonly workspace: number;
      readonly class: CallClass;
      readonly deadline?: number | undefined;
    }
  | { readonly kind: 'begin' | 'finish' | 'cancel' | 'fail' | 'refuse'; readonly which: number }
  | { readonly kind: 'lose' | 'find'; readonly node: number }
  | { readonly kind: 'loads' }
  | { readonly kind: 'pass'; readonly milliseconds: number };

export const models = ['a', 'b', 'c'];

/** Nodes that do what a scheduler says, and a record of all of it. After each step the scheduler's promises are checked. */
export class World {
  readonly scheduler: Scheduler;
  readonly nodes: readonly string[];
  readonly up = new Set<string>();
  readonly running = new Map<number, { readonly call: Call; readonly node: string; begun: boolean }>();
  readonly waiting = new Map<number, Call>();
  readonly moving: Extract<Decision, { readonly kind: 'load' | 'unload' }>[] = [];
  readonly log: string[] = [];
  readonly has = new Map<string, Set<string>>();
  readonly order: Call[] = [];
  now = 0;
  #next = 0;

  constructor(nodes: number, settings: Partial<ScheduleSettings> = {}) {
    const noLimit = { interactive: Infinity, routing: Infinity, background: Infinity };
    this.scheduler = new Scheduler({ slots: 2, modelsPerNode: 2, longestWait: noLimit, dwell: 1_000, ...settings });
    this.nodes = Array.from({ length: nodes }, (_, index) => `n${index}`);
    for (const node of this.nodes) this.find(node);
  }

  happen(happening: Happening): void {
    switch (happening.kind) {
      case 'offer':
        this.offer(happening.workspace, happening.class, models[happening.model % models.length], happening.deadline);
        break;
      case 'pass':
        this.now += happening.milliseconds;
        break;
      case 'loads':
        this.#endMoves();
        break;
      case 'lose':
        this.lose(this.nodes[happening.node % this.nodes.length] ?? '');
        break;
      case 'find':
        this.find(this.nodes[happening.node % this.nodes.length] ?? '');
        break;
      case 'cancel':
        this.#cancel(happening.which);
        break;
      default:
        this.#progress(happening.kind, happening.which);
    }
    this.decide();
  }

  offer(workspace: number, name: CallClass, model = 'a', deadline?: number, inputTokens = 100): Call | undefined {
    const id = this.#next++;
    const call: Call = {
      id,
      model,
      workspace: `w${workspace}`,
      class: name,
      inputTokens,
      prefix: [workspace],
      arrived: this.now,
      deadline: deadline === undefined ? undefined : this.now + deadline,
    };
    const { admitted } = this.scheduler.offer(call, this.now);
    if (admitted) this.waiting.set(id, call);
    return admitted ? call : undefined;
  }

  find(node: string): void {
    if (!this.up.has(node)) this.has.set(node, new Set());
    this.up.add(node);
    this.scheduler.observe(node, [...(this.has.get(node) ?? [])], this.now);
  }

  /** Its calls are lost with it: those that had not begun wait again, the others have failed. */
  lose(node: string): void {
    this.up.delete(node);
    this.has.delete(node);
    this.scheduler.lost(node);
    for (const [id, { node: where, begun, call }] of this.running) {
      if (where !== node) continue;
      this.running.delete(id);
      const again = this.scheduler.giveBack(id, this.now, true);
      assert.equal(again, !begun, 'a call goes elsewhere exactly where it has not begun');
      if (again) this.waiting.set(id, call);
      else this.scheduler.cancel(id, this.now);
    }
    for (let index = this.moving.length - 1; index >= 0; index--) {
      const move = this.moving[index];
      if (move?.node !== node) continue;
      this.moving.splice(index, 1);
      this.scheduler.gone(node, move.model, this.now);
    }
  }

  decide(): void {
    for (const decision of this.scheduler.decide(this.now)) this.#do(decision);
    this.#check();
  }

  /** Until nothing is left to do; throws where that does not come. */
  drain(): void {
    for (const node of this.nodes) this.find(node);
    for (let step = 0; this.waiting.size + this.running.size > 0; step++) {
      assert.ok(step < 20_000, `${this.waiting.size} calls wait for ever`);
      this.#endMoves();
      for (const id of this.running.keys()) this.finish(id);
      this.now += 500;
      this.decide();
    }
  }

  finish(id: number): void {
    const run = this.running.get(id);
    if (run === undefined) return;
    this.running.delete(id);
    this.scheduler.begun(id);
    this.scheduler.finished(
      id,
      { inputTokens: run.call.inputTokens, prefillMilliseconds: 50, outputTokens: 20, decodeMilliseconds: 400 },
      this.now,
    );
  }

  #do(decision: Decision): void {
    this.log.push(
      `${this.now} ${decision.kind} ${'call' in decision ? decision.call.id : decision.model} ${'node' in decision ? decision.node : ''}`,
    );
    if (decision.kind === 'dispatch') {
      const { call, node } = decision;
      assert.ok(this.waiting.delete(call.id), 'only what waits is given to a node');
      assert.ok(
        this.up.has(node) && this.has.get(node)?.has(call.model) === true,
        'a node gets only calls of models that it has',
      );
      assert.ok(call.deadline === undefined || call.deadline > this.now, 'nothing begins too late');
      this.running.set(call.id, { call, node, begun: false });
      this.order.push(call);
    } else if (decision.kind === 'expire') {
      assert.ok(this.waiting.delete(decision.call.id), 'only what waits expires');
    } else {
      this.moving.push(decision);
    }
  }

  #endMoves(): void {
    for (const { kind, node, model } of this.moving.splice(0)) {
      const has = this.has.get(node);
      if (kind === 'load') {
        has?.add(model);
        this.scheduler.loaded(node, model, this.now);
        assert.ok((has?.size ?? 0) <= 2, 'no more models on a node than it holds');
      } else {
        const calls = [...this.running.values()].filter((run) => run.node === node && run.call.model === model);
        assert.equal(calls.length, 0, 'no model is taken away under a call');
        has?.delete(model);
        this.scheduler.gone(node, model, this.now);
      }
    }
  }

  #cancel(which: number): void {
    const ids = [...this.waiting.keys(), ...this.running.keys()];
    const id = ids[which % Math.max(1, ids.length)];
    if (id === undefined) return;
    this.scheduler.cancel(id, this.now);
    this.waiting.delete(id);
    this.running.delete(id);
  }

  #progress(kind: 'begin' | 'finish' | 'fail' | 'refuse', which: number): void {
    const id = [...this.running.keys()][which % Math.max(1, this.running.size)];
    const run = id === undefined ? undefined : this.running.get(id);
    if (id === undefined || run === undefined) return;
    if (kind === 'finish') this.finish(id);
    else if (kind === 'begin') {
      run.begun = true;
      this.scheduler.begun(id);
    } else if (this.scheduler.giveBack(id, this.now, kind === 'fail')) {
      this.running.delete(id);
      this.waiting.set(id, run.call);
    }
  }

  #check(): void {
    const { slots } = this.scheduler.settings;
    for (const node of this.nodes) {
      for (const model of models) {
        const calls = [...this.running.values()].filter((run) => run.node === node && run.call.model === model);
        assert.ok(calls.length <= slots, `${calls.length} calls of ${model} on ${node}`);
        const resident = this.scheduler.nodes.get(node)?.residents.get(model);
        if (resident !== undefined) assert.equal(resident.inFlight, calls.length, 'every slot is accounted for');
      }
    }
    assert.equal(this.scheduler.size, this.waiting.size, 'nothing that waits is lost');
  }
}
