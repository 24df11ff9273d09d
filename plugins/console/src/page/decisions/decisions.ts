import type { Approval } from '@hexaops/core';
import type { ChatClient } from '../protocol/chat-client.ts';
import { ChatFailure, type ToldFailure, toldOf } from '../protocol/failure.ts';
import { type RunState, sentRun, withEvents } from '../run/run-state.ts';

/** A change that somebody asked for, and that the person may decide. */
export interface WaitingDecision {
  readonly run: string;
  readonly requestedBy: string;
  /** Asked for by the person themselves: it stands in a conversation of theirs. */
  readonly isOwn: boolean;
  readonly approval: Approval;
  readonly busy: boolean;
  /** What the decision brought about: no more of somebody else's run is told. */
  readonly state: RunState;
  readonly failure?: ToldFailure;
  /** It waits no more, and nobody here knows who decided it. */
  readonly isGone?: boolean;
}

/** The person has nothing more to do with it. */
export function isSettled({ state, isGone }: WaitingDecision): boolean {
  return state.decided.length > 0 || isGone === true;
}

/**
 * What waits for the person's decision, whoever asked for it. What they have decided here stays in the list until it is
 * tidied, so that they see what became of it.
 */
export class Decisions {
  readonly #client: ChatClient;
  readonly #whenSignedIn: (goOn: () => void) => void;
  readonly #listeners = new Set<() => void>();
  #state: readonly WaitingDecision[] = [];

  constructor(client: ChatClient, whenSignedIn: (goOn: () => void) => void) {
    this.#client = client;
    this.#whenSignedIn = whenSignedIn;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): readonly WaitingDecision[] => this.#state;

  /** Where it cannot be asked, what was known holds: it is asked again soon. */
  async look(): Promise<void> {
    const listed = await this.#client.approvals().catch(() => undefined);
    if (listed === undefined) return;
    const kept = this.#state.filter((each) => each.busy || isSettled(each));
    const known = new Map(this.#state.map((each) => [each.approval.id, each]));
    const waiting = listed
      .filter(({ approval: { id } }) => !kept.some(({ approval }) => approval.id === id))
      .map(({ run_id: run, requested_by: requestedBy, own: isOwn, approval, rendering }): WaitingDecision => {
        const before = known.get(approval.id);
        if (before !== undefined) return before;
        const shown = { ...approval, rendering };
        const state: RunState = { ...sentRun(''), waiting: { kind: 'approval', approval: shown } };
        return { run, requestedBy, isOwn, approval: shown, busy: false, state };
      });
    this.#change([...kept, ...waiting]);
  }

  async decide(id: string, decision: 'approve' | 'reject', reason?: string): Promise<void> {
    const shown = this.#state.find(({ approval }) => approval.id === id);
    if (shown === undefined || shown.busy) return;
    this.#changeOne(id, { busy: true, failure: undefined });
    let failure: ToldFailure | undefined;
    try {
      const told = { id, hash: shown.approval.hash, decision, ...(reason === undefined ? {} : { reason }) };
      for await (const item of this.#client.send({ approval: told })) {
        if (item.kind === 'event') this.#changeOne(id, ({ state }) => ({ state: withEvents(state, [item.event]) }));
      }
    } catch (error) {
      if (error instanceof ChatFailure && error.isSignedOut) {
        this.#changeOne(id, { busy: false });
        return this.#whenSignedIn(() => void this.decide(id, decision, reason));
      }
      if (error instanceof ChatFailure && !error.isPassing) failure = toldOf(error, notArrived);
    }
    const isTaken = this.#state.some(({ approval, state }) => approval.id === id && state.decided.length > 0);
    this.#changeOne(id, isTaken ? { busy: false } : { busy: false, ...(await this.#whatBecameOf(id, failure)) });
  }

  /** Of a decision of which nothing was heard: only where it still waits is it known that it did not arrive. */
  async #whatBecameOf(id: string, failure: ToldFailure | undefined): Promise<Change> {
    const listed = await this.#client.approvals().catch(() => undefined);
    if (listed === undefined) return { failure: failure ?? unknown };
    const isWaiting = listed.some(({ approval }) => approval.id === id);
    return isWaiting ? { failure: failure ?? notArrived } : { isGone: true };
  }

  /** Forgets what has been decided. */
  tidy(): void {
    this.#change(this.#state.filter((each) => !isSettled(each)));
  }

  #changeOne(id: string, change: Change | ((before: WaitingDecision) => Change)): void {
    this.#change(
      this.#state.map((each) => {
        if (each.approval.id !== id) return each;
        return { ...each, ...(typeof change === 'function' ? change(each) : change) } as WaitingDecision;
      }),
    );
  }

  #change(state: readonly WaitingDecision[]): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

type Change = { readonly [K in keyof WaitingDecision]?: WaitingDecision[K] | undefined };

const notArrived = {
  message: 'Your decision did not arrive: nothing is decided yet',
  nextStep: 'decide again',
} as const satisfies ToldFailure;
const unknown: ToldFailure = {
  message: 'The connection was lost, and it is not known whether your decision arrived',
  nextStep: 'decide again: it is taken once at most',
};
