import type { StreamedEvent } from '@hexaops/core';
import type { ChatClient } from '../protocol/chat-client.ts';
import { ChatFailure, type ToldFailure, toldOf, unreachable } from '../protocol/failure.ts';
import type { Streamed } from '../protocol/stream.ts';
import { type RunState, sentRun, withEvents } from '../run/run-state.ts';
import { SessionList } from './session-list.ts';
import { lost, type ShownRun } from './shown-run.ts';

export interface ConversationState {
  readonly session?: string;
  readonly opening: boolean;
  readonly runs: readonly ShownRun[];
  readonly failure?: ToldFailure;
  /** Tries what has failed once more. */
  readonly again?: () => void;
  /** The control plane does not know the person any more; what was asked for waits. */
  readonly signedOut: boolean;
}

type Open = () => AsyncGenerator<Streamed>;

/** Between two attempts to come back to a run: 0.5 s, doubling up to 8 s. */
const firstWait = 500;
const longestWait = 8_000;
/** So often a run is resumed without anything having been done in between, before the person is asked. */
const silentResumes = 3;

/**
 * What is being talked about. It follows each run until it ends or waits for somebody: where the connection is lost it comes
 * back for the rest, where a token has expired it resumes by itself, and where the person is signed out it waits for them.
 * Closing the page, or opening another session, cancels nothing.
 */
export class Conversation {
  readonly sessions: SessionList;
  readonly #client: ChatClient;
  readonly #listeners = new Set<() => void>();
  readonly #untilSignedIn: (() => void)[] = [];
  /** Runs that the person cancelled before the service had named them. */
  readonly #unwanted = new Set<number>();
  readonly #taken = new Map<number, StreamedEvent[]>();
  #state: ConversationState = { opening: false, runs: [], signedOut: false };
  #nextKey = 1;
  #drawing = false;

  constructor(client: ChatClient) {
    this.#client = client;
    this.sessions = new SessionList(client, this.whenSignedIn);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): ConversationState => this.#state;

  begin(): void {
    this.#change({ session: undefined, runs: [], ...untold, opening: false });
  }

  async open(session: string): Promise<void> {
    this.#change({ session, runs: [], opening: true, ...untold });
    try {
      const runs = [...new Set((await this.#client.history(session)).map(({ run_id: run }) => run))];
      const events = await Promise.all(runs.map((run) => this.#client.events(run)));
      if (this.#state.session !== session) return;
      const shown = events.map((each) => this.#shown(withEvents(sentRun(''), each)));
      this.#change({ runs: shown, opening: false });
      for (const { key, state } of shown) {
        const { run, sequence } = state;
        if (run !== undefined && state.status === 'running')
          void this.#follow(key, () => this.#client.attach(run, sequence));
      }
    } catch (error) {
      this.#change({ opening: false });
      this.#tell(error, () => void this.open(session));
    }
  }

  ask(message: string): void {
    const { session } = this.#state;
    const shown = this.#shown(sentRun(message));
    this.#change({ runs: [...this.#state.runs, shown], ...untold });
    const body = { message, ...(session === undefined ? {} : { session_id: session }) };
    void this.#follow(shown.key, () => this.#client.send(body));
  }

  /** Asks anew what the service has not taken. */
  askAgain(key: number): void {
    const question = this.#run(key)?.state.question;
    this.#change({ runs: this.#state.runs.filter((shown) => shown.key !== key) });
    if (question !== undefined) this.ask(question);
  }

  /** Answers the question with which a run waits. False where it did not take that. */
  answer(key: number, input: string): Promise<boolean> {
    return this.#send(key, 'answer', (run) => ({ run_id: run, input }));
  }

  resume(key: number): void {
    void this.#send(key, 'resumption', (run) => ({ run_id: run, resume: true }));
  }

  cancel(key: number): void {
    const run = this.#run(key)?.state.run;
    if (run === undefined) this.#unwanted.add(key);
    else void this.#follow(key, () => this.#client.send({ run_id: run, cancel: true }));
  }

  decide(key: number, decision: 'approve' | 'reject', reason?: string): void {
    const waiting = this.#run(key)?.state.waiting;
    if (waiting?.kind !== 'approval') return;
    const { id, hash } = waiting.approval;
    const told = { id, hash, decision, ...(reason === undefined ? {} : { reason }) };
    void this.#send(key, 'decision', () => ({ approval: told }));
  }

  async rate(key: number, score: 0 | 1, comment?: string): Promise<void> {
    const run = this.#run(key)?.state.run;
    if (run === undefined) return;
    await this.#client.tell({ feedback: { run_id: run, score, ...(comment === undefined ? {} : { comment }) } });
  }

  /** Goes on with what somebody else has decided in between. */
  async look(): Promise<void> {
    for (const { key, state } of this.#state.runs) if (state.waiting?.kind === 'approval') await this.#lookAt(key);
  }

  /** The conversation in which this run of the person's is. */
  async openRun(run: string): Promise<void> {
    try {
      const [first] = await this.#client.events(run);
      if (first !== undefined) await this.open(first.session);
    } catch (error) {
      this.#tell(error, () => void this.openRun(run));
    }
  }

  async removeSession(session: string): Promise<void> {
    try {
      await this.#client.removeSession(session);
      if (this.#state.session === session) this.begin();
      await this.sessions.ask();
    } catch (error) {
      this.#tell(error, () => void this.removeSession(session));
    }
  }

  /** The person is asked to sign in, and then this goes on. */
  readonly whenSignedIn = (goOn: () => void): void => {
    this.#untilSignedIn.push(goOn);
    this.#change({ signedOut: true });
  };

  /** The person says that they are signed in again: what waited for it goes on. */
  signedIn(): void {
    if (!this.#state.signedOut) return;
    this.#change({ signedOut: false });
    for (const goOn of this.#untilSignedIn.splice(0)) goOn();
  }

  /** Sends what a run waits for, once at a time. False where it is known that the run still waits for it. */
  async #send(key: number, what: keyof typeof lost, bodyOf: (run: string) => object): Promise<boolean> {
    const { state, connection } = this.#run(key) ?? {};
    if (state?.run === undefined || connection !== 'idle') return false;
    const { run, waiting: to } = state;
    this.#changeRun(key, { sent: { what, to } });
    await this.#follow(key, () => this.#client.send(bodyOf(run)));
    const after = this.#run(key);
    return after?.sent !== undefined || after?.state.waiting !== to;
  }

  /** What was sent has arrived where the run waits for it no more; else the person is told, and may send it again. */
  async #settle(key: number): Promise<void> {
    const { sent, state, failure } = this.#run(key) ?? {};
    if (sent === undefined) return;
    this.#changeRun(key, { sent: undefined });
    if (state?.waiting !== sent.to) return;
    if (failure === undefined) this.#changeRun(key, { failure: lost[sent.what] });
    else await this.#lookAt(key);
  }

  async #lookAt(key: number): Promise<void> {
    const { state, connection } = this.#run(key) ?? {};
    if (state?.run === undefined || connection !== 'idle') return;
    const { run, sequence } = state;
    const later = await this.#client.eventsAfter(run, sequence).catch(() => []);
    // In the meantime the person may have decided it here.
    const isStill = this.#run(key)?.state.sequence === sequence && this.#run(key)?.connection === 'idle';
    if (later.length > 0 && isStill) await this.#follow(key, () => this.#client.attach(run, sequence));
  }

  async #follow(key: number, first: Open): Promise<void> {
    this.#changeRun(key, { connection: 'live', failure: undefined });
    let open = first;
    let pause = firstWait;
    let resumed = { times: 0, steps: -1 };
    for (;;) {
      const end = await this.#read(key, open, () => (pause = firstWait));
      this.#draw();
      const state = this.#run(key)?.state;
      if (state === undefined || end === 'signed-out') return;
      if (end === 'told') return this.#settle(key);
      const { run, sequence, waiting } = state;
      if (end === 'complete') {
        const done = state.steps.filter(({ milliseconds }) => milliseconds !== undefined).length;
        resumed = { times: done === resumed.steps ? resumed.times + 1 : 0, steps: done };
        const expired = waiting?.kind === 'reauthentication' && waiting.reason === 'token-expired';
        if (run === undefined || !expired || resumed.times >= silentResumes) {
          this.#changeRun(key, { connection: 'idle' });
          return this.#settle(key);
        }
        open = () => this.#client.send({ run_id: run, resume: true });
        continue;
      }
      if (run === undefined) return this.#changeRun(key, { connection: 'idle', failure: untaken });
      this.#changeRun(key, { connection: 'lost' });
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(2 * pause, longestWait);
      open = () => this.#client.attach(run, sequence);
    }
  }

  /** `lost`: come back for the rest. `told`: nothing is to be done but what the person does. `signed-out`: it goes on then. */
  async #read(key: number, open: Open, onEvent: () => void): Promise<'complete' | 'lost' | 'told' | 'signed-out'> {
    try {
      for await (const item of open()) {
        if (item.kind === 'end') return item.complete ? 'complete' : 'lost';
        onEvent();
        this.#take(key, item.event);
      }
      return 'lost';
    } catch (error) {
      this.#draw();
      const isTaken = this.#run(key)?.state.run !== undefined;
      if (!(error instanceof ChatFailure) || (error.isPassing && isTaken)) return 'lost';
      this.#changeRun(key, { connection: 'idle' });
      if (error.isSignedOut) {
        this.whenSignedIn(() => void this.#follow(key, open));
        return 'signed-out';
      }
      this.#changeRun(key, { failure: toldOf(error, unreachable) });
      return 'told';
    }
  }

  /** Events are drawn together, once a frame, however many have come. */
  #take(key: number, event: StreamedEvent): void {
    const taken = this.#taken.get(key) ?? [];
    taken.push(event);
    this.#taken.set(key, taken);
    if (this.#drawing) return;
    this.#drawing = true;
    // A page that nobody looks at draws no frames.
    if (document.hidden) setTimeout(() => this.#draw(), 100);
    else requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = false;
    for (const [key, events] of this.#taken) {
      const shown = this.#run(key);
      if (shown === undefined) continue;
      const state = withEvents(shown.state, events);
      this.#changeRun(key, { state, connection: 'live' });
      if (state.run !== undefined && this.#unwanted.delete(key)) this.cancel(key);
      if (state.session === undefined || this.#state.session !== undefined) continue;
      this.#change({ session: state.session });
      void this.sessions.ask();
    }
    this.#taken.clear();
  }

  #tell(error: unknown, again: () => void): void {
    if (error instanceof ChatFailure && error.isSignedOut) this.whenSignedIn(again);
    else this.#change({ failure: toldOf(error, unreachable), again });
  }

  #shown(state: RunState): ShownRun {
    return { key: this.#nextKey++, state, connection: 'idle' };
  }

  #run(key: number): ShownRun | undefined {
    return this.#state.runs.find((shown) => shown.key === key);
  }

  #changeRun(key: number, change: { readonly [K in keyof ShownRun]?: ShownRun[K] | undefined }): void {
    const runs = this.#state.runs.map((shown) => (shown.key === key ? ({ ...shown, ...change } as ShownRun) : shown));
    this.#change({ runs });
  }

  #change(change: { readonly [K in keyof ConversationState]?: ConversationState[K] | undefined }): void {
    this.#state = { ...this.#state, ...change } as ConversationState;
    for (const listener of this.#listeners) listener();
  }
}

const untaken: ToldFailure = { message: 'The connection was lost before the question was taken.' };
const untold = { failure: undefined, again: undefined } as const;
