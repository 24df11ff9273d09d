import { HexaopsError, type LeaseRelease } from '@hexaops/core';
import { clock } from '../clock.ts';
import type { NodeClient } from '../nodes/client.ts';
import { type Call, callClasses, type Decision, type Scheduler, type Timing } from '../schedule/index.ts';
import { NodeSilent } from './fault.ts';
import { Placement } from './placement.ts';
import type { Replicas } from './replicas.ts';

/** A slot of a node, for one call. Exactly one of `finished`, `failed` and `cancel` ends it. */
export interface Grant {
  readonly client: NodeClient;
  readonly node: string;
  begun(): void;
  readonly finished: (timing: Timing) => void;
  /** The node has failed before the first token: the next grant is of another one. */
  failed(): Promise<Grant>;
  cancel(): void;
}

interface Waiter {
  readonly grant: (node: string, client: NodeClient, release: LeaseRelease) => void;
  readonly refuse: (error: HexaopsError) => void;
}

/** Milliseconds after which a slot that another replica turned out to hold is looked at again. */
const retry = 50;
/** Between two looks at the other replicas. */
const lookAround = 250;

/** Does what the scheduler decides: the only place that moves its clock. */
export class Dispatcher implements AsyncDisposable {
  readonly #scheduler: Scheduler;
  readonly #replicas: Replicas;
  readonly #placement: Placement;
  readonly #now: () => number;
  readonly #clients = new Map<string, NodeClient>();
  readonly #waiters = new Map<number, Waiter>();
  readonly counts = { dispatched: 0, refused: 0, expired: 0, failedOver: 0 };
  #timer: NodeJS.Timeout | undefined;
  #deciding: Promise<void> | undefined;
  #again = false;
  #ended = false;

  constructor(scheduler: Scheduler, replicas: Replicas, now: () => number = clock) {
    this.#scheduler = scheduler;
    this.#replicas = replicas;
    this.#now = now;
    this.#placement = new Placement(scheduler, now, () => this.kick());
  }

  get swaps(): number {
    return this.#placement.swaps;
  }

  get clients(): ReadonlyMap<string, NodeClient> {
    return this.#clients;
  }

  use(node: string, client: NodeClient): void {
    this.#clients.set(node, client);
  }

  drop(node: string): void {
    this.#clients.delete(node);
    this.#scheduler.forget(node);
  }

  /**
   * Waits for a slot. Raises `model-unavailable` where no node answers that has the model, `rate-limited` where the wait would be
   * too long, `deadline-exceeded` where the call's time is over, and what the signal says.
   */
  async acquire(call: Call, signal: AbortSignal): Promise<Grant> {
    signal.throwIfAborted();
    if (this.#ended) throw shuttingDown();
    this.#checkNodes(call.model);
    const admission = this.#scheduler.offer(call, this.#now());
    if (!admission.admitted) {
      this.counts.refused += 1;
      const seconds = Math.ceil(admission.retryAfter / 1000);
      throw new HexaopsError('rate-limited', 'too many calls wait for private models', {
        nextStep: `ask again in ${seconds} s`,
        details: { retryAfterSeconds: seconds, retryable: true },
      });
    }
    return this.#wait(call, signal);
  }

  /** Decides again, now. */
  kick(): void {
    if (this.#ended) return;
    this.#again = true;
    this.#deciding ??= this.#decide().finally(() => {
      this.#deciding = undefined;
      // Told after the last look, and before this end.
      if (this.#again) this.kick();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    for (const { refuse } of this.#waiters.values()) refuse(shuttingDown());
    await Promise.all([this.#deciding, this.#placement.end()]);
  }

  #checkNodes(model: string): void {
    const { up, having } = this.#scheduler.nodesFor(model);
    if (having > 0) return;
    const [what, nextStep] =
      up === 0
        ? ['no Ollama node answers', 'look at the nodes of llm-ollama in the configuration: do they run?']
        : [`no Ollama node that answers has the model ${model}`, `fetch it: hexaops models pull ${model}`];
    throw new HexaopsError('model-unavailable', what, { nextStep, details: { retryable: up === 0 } });
  }

  #wait(call: Call, signal: AbortSignal): Promise<Grant> {
    const { promise, resolve, reject } = Promise.withResolvers<Grant>();
    const abandon = () => {
      this.#waiters.delete(call.id);
      this.#scheduler.cancel(call.id, this.#now());
      this.kick();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abandon, { once: true });
    const settle = () => {
      this.#waiters.delete(call.id);
      signal.removeEventListener('abort', abandon);
    };
    this.#waiters.set(call.id, {
      grant: (node, client, release) => {
        settle();
        this.counts.dispatched += 1;
        resolve(this.#grant(call, node, client, release, signal));
      },
      refuse: (error) => {
        settle();
        reject(error);
      },
    });
    this.kick();
    return promise;
  }

  #grant(call: Call, node: string, client: NodeClient, release: LeaseRelease, signal: AbortSignal): Grant {
    let open = true;
    const end = (how: () => void) => {
      if (!open) return;
      open = false;
      release();
      how();
      this.kick();
    };
    return {
      node,
      client,
      begun: () => this.#scheduler.begun(call.id),
      finished: (timing) => end(() => this.#scheduler.finished(call.id, timing, this.#now())),
      cancel: () => end(() => this.#scheduler.cancel(call.id, this.#now())),
      failed: () => {
        const held = open;
        open = false;
        release();
        const isBack = held && this.#scheduler.giveBack(call.id, this.#now(), true);
        if (this.#ended) return Promise.reject(shuttingDown());
        // It has ended already: nobody would ever call this one back.
        if (!isBack) return Promise.reject(new NodeSilent('the node ended the call without an answer'));
        this.counts.failedOver += 1;
        return this.#wait(call, signal);
      },
    };
  }

  async #decide(): Promise<void> {
    while (this.#again && !this.#ended) {
      this.#again = false;
      if (!this.#replicas.alone) await this.#replicas.exchange(this.#scheduler, this.#now());
      const decisions = this.#scheduler.decide(this.#now());
      await Promise.all(decisions.map((decision) => this.#do(decision)));
      if (!this.#replicas.alone && decisions.length > 0) await this.#replicas.exchange(this.#scheduler, this.#now());
    }
    this.#sleep();
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    const now = this.#now();
    const most = this.#replicas.alone ? Infinity : now + lookAround;
    const next = Math.min(this.#scheduler.nextTime(now), most);
    if (next === Infinity) return;
    this.#timer = setTimeout(() => this.kick(), Math.max(1, next - now));
    this.#timer.unref();
  }

  async #do(decision: Decision): Promise<void> {
    if (decision.kind === 'expire') {
      this.counts.expired += 1;
      this.#waiters
        .get(decision.call.id)
        ?.refuse(new HexaopsError('deadline-exceeded', 'no private model was free in time', { nextStep: 'ask again' }));
      return;
    }
    const client = this.#clients.get(decision.node);
    if (client === undefined) return;
    if (decision.kind === 'load') this.#placement.load(client, decision.node, decision.model);
    else if (decision.kind === 'unload') this.#placement.unload(client, decision.node, decision.model);
    else await this.#dispatch(decision.call, decision.node, client);
  }

  async #dispatch(call: Call, node: string, client: NodeClient): Promise<void> {
    const release = await this.#replicas.take(node, call.model, this.#scheduler.settings.slots);
    const waiter = this.#waiters.get(call.id);
    if (release === undefined) {
      this.#scheduler.close(node, call.model, this.#now() + retry * (1 + callClasses.indexOf(call.class)));
      this.#scheduler.giveBack(call.id, this.#now(), false);
      this.#again = true;
    } else if (waiter === undefined) {
      // It was cancelled while its lease was asked for.
      release();
      this.#scheduler.cancel(call.id, this.#now());
      this.#again = true;
    } else {
      waiter.grant(node, client, release);
    }
  }
}

function shuttingDown(): HexaopsError {
  return new HexaopsError('shutting-down', 'no call of a model begins any more');
}
