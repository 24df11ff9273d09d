import {
  CallerToken,
  HexaopsError,
  type AskInput,
  type AuthenticationRequest,
  type Caller,
  type ComponentHealth,
  type Decision,
  type Engine,
  type EventsOptions,
  type ExtensionPoint,
  type Feedback,
  type HistoryEntry,
  type Measurement,
  type PendingApproval,
  type ResumeInput,
  type RunEvent,
  type StreamedEvent,
  type RunRecord,
  type SessionRecord,
} from '@hexaops/core';
import { FakeInvestigations } from './fake-investigations.ts';
import { FakeRun } from './fake-run.ts';
import { answerOf, approvalOf, scripts } from './scripts.ts';

/**
 * An engine without rules, workers and store, that keeps the engine's contract towards the HTTP layer: owners, order of
 * events, suspension and resumption. A token is `SUBJECT@WORKSPACE`.
 */
export class FakeEngine implements Engine {
  readonly runs = new Map<string, FakeRun>();
  readonly asked: AskInput[] = [];
  readonly rated: ({ readonly run: string } & Feedback)[] = [];
  readonly callers: Caller[] = [];
  components: readonly ComponentHealth[] = [{ component: 'store', ok: true, message: 'memory' }];
  readonly investigations = new FakeInvestigations();
  disposed = false;
  /** Raised by the next `ask`. */
  failure: unknown;
  readonly #sessions = new Map<string, SessionRecord>();
  #count = 0;

  async authenticate({ headers }: AuthenticationRequest): Promise<Caller> {
    const token = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
    if (token === undefined) throw new HexaopsError('token-invalid', 'no bearer token');
    if (token === 'expired') throw new HexaopsError('token-expired', 'the token has expired');
    const [subject, workspace] = token.split('@');
    if (subject === undefined || workspace === undefined) throw new HexaopsError('token-invalid', 'not a token');
    return {
      subject,
      workspace,
      organizations: ['o1'],
      roles: undefined,
      permissions: undefined,
      token: new CallerToken(token, Date.UTC(2030, 0, 1)),
    };
  }

  async *ask(caller: Caller, input: AskInput): AsyncIterable<StreamedEvent> {
    this.asked.push(input);
    this.callers.push(caller);
    if (this.failure !== undefined) throw this.failure;
    const session = input.session ?? this.#newSession(caller, input.message);
    this.#session(caller, session);
    this.#count += 1;
    const run = new FakeRun(`r${this.#count}`, session, caller.subject, caller.workspace);
    this.runs.set(run.id, run);
    const { subject, workspace } = caller;
    run.emit({ type: 'run-started', input: input.message, subject, workspace, namespaces: input.namespaces ?? [] });
    run.emit(...(scripts.get(input.message) ?? answerOf('All is well [e1].')));
    yield* run.after(0);
  }

  async feedback(caller: Caller, run: string, feedback: Feedback): Promise<void> {
    this.callers.push(caller);
    const known = this.runs.get(run);
    if (known?.subject !== caller.subject) throw new HexaopsError('not-found', 'there is no such run');
    this.rated.push({ run, ...feedback });
  }

  measurements(): readonly Measurement[] {
    return [{ name: 'hexaops_fake', help: 'of a test', kind: 'gauge', read: () => [{ labels: {}, value: 1 }] }];
  }

  async *resume(caller: Caller, id: string, input: ResumeInput): AsyncIterable<RunEvent> {
    const run = this.#run(caller, id);
    if (run.running || run.last?.type === 'run-finished')
      throw new HexaopsError('conflict', 'the run is not suspended');
    const { last } = run;
    const value = input.kind === 'input' ? chosen(last, input.value) : '';
    const from = run.events.length;
    run.emit({ type: 'run-resumed', subject: caller.subject });
    if (input.kind === 'input') run.emit({ type: 'input-received', slot: 'name', value });
    if (input.kind === 'decision') {
      const { id: approval, decision } = input.decision;
      run.emit({ type: 'approval-decided', approval, decision, by: caller.subject });
    }
    run.emit(...answerOf(input.kind === 'input' ? `You chose ${value}.` : 'Done [e1].'));
    yield* run.after(from);
  }

  async *decide(caller: Caller, decision: Decision): AsyncIterable<RunEvent> {
    const run = [...this.runs.values()].find(
      ({ workspace, last }) =>
        workspace === caller.workspace && last?.type === 'approval-required' && last.approval.id === decision.id,
    );
    if (run === undefined) throw new HexaopsError('approval-not-found', 'no such approval');
    if (decision.hash !== undefined && decision.hash !== approvalOf(decision.id).hash) {
      throw new HexaopsError('approval-mismatch', 'the approval is for something else');
    }
    if (caller.subject === run.subject) {
      yield* this.resume(caller, run.id, { kind: 'decision', decision });
      return;
    }
    const from = run.events.length;
    run.emit({ type: 'approval-decided', approval: decision.id, decision: decision.decision, by: caller.subject });
    run.emit({ type: 'reauthentication-required', reason: 'token-expired' });
    yield* run.after(from);
  }

  async cancel(caller: Caller, id: string): Promise<void> {
    const run = this.#run(caller, id);
    if (run.last?.type !== 'run-finished') run.emit({ type: 'run-finished', status: 'cancelled' });
  }

  async *events(
    caller: Caller,
    id: string,
    after: number,
    { follow = true }: EventsOptions = {},
  ): AsyncIterable<RunEvent> {
    const run = this.#run(caller, id);
    yield* follow ? run.after(after) : run.events.slice(after);
  }

  async sessions({ subject, workspace }: Caller): Promise<readonly SessionRecord[]> {
    return [...this.#sessions.values()].filter((one) => one.subject === subject && one.workspace === workspace);
  }

  async history(caller: Caller, session: string): Promise<readonly HistoryEntry[]> {
    this.#session(caller, session);
    return [...this.runs.values()]
      .filter((run) => run.session === session)
      .flatMap(({ events }) => events)
      .flatMap((event): readonly HistoryEntry[] => {
        const { run, time: timestamp } = event;
        if (event.type === 'run-started') return [{ run, role: 'user', content: event.input, timestamp }];
        return event.type === 'answer' ? [{ run, role: 'assistant', content: event.text, timestamp }] : [];
      });
  }

  async lastRun(caller: Caller, session: string): Promise<RunRecord | undefined> {
    this.#session(caller, session);
    const run = [...this.runs.values()].findLast((one) => one.session === session);
    if (run === undefined) return undefined;
    const { id, subject, workspace, events } = run;
    const status = run.running ? 'running' : run.last?.type === 'run-finished' ? 'completed' : 'suspended';
    return { id, session, subject, workspace, createdAt: 0, sequence: events.length, status };
  }

  async deleteCallerData({ subject, workspace }: Caller): Promise<void> {
    for (const [id, one] of this.#sessions) {
      if (one.subject === subject && one.workspace === workspace) this.#sessions.delete(id);
    }
  }

  async deleteSession(caller: Caller, session: string): Promise<void> {
    this.#session(caller, session);
    this.#sessions.delete(session);
  }

  async approvals(caller: Caller): Promise<readonly PendingApproval[]> {
    return [...this.runs.values()].flatMap(({ id, subject, workspace, last }): readonly PendingApproval[] =>
      workspace === caller.workspace && last?.type === 'approval-required'
        ? [{ run: id, requestedBy: subject, approval: last.approval }]
        : [],
    );
  }

  capabilities(): readonly string[] {
    return ['what is wrong?'];
  }

  /** By the id of the extension point. */
  readonly contributed = new Map<string, readonly unknown[]>();

  contributions<T>({ id }: ExtensionPoint<T>): readonly T[] {
    return (this.contributed.get(id) ?? []) as readonly T[];
  }

  async health(): Promise<readonly ComponentHealth[]> {
    return this.components;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.disposed = true;
    for (const run of this.runs.values()) {
      if (run.running) run.emit({ type: 'run-finished', status: 'cancelled' });
    }
  }

  #newSession({ subject, workspace }: Caller, title: string): string {
    const id = `session-${this.#sessions.size + 1}`;
    this.#sessions.set(id, { id, subject, workspace, title, createdAt: 0, lastUsedAt: 0 });
    return id;
  }

  #session({ subject, workspace }: Caller, id: string): SessionRecord {
    const session = this.#sessions.get(id);
    if (session?.subject !== subject || session.workspace !== workspace)
      throw new HexaopsError('not-found', `no session ${id}`);
    return session;
  }

  #run({ subject, workspace }: Caller, id: string): FakeRun {
    const run = this.runs.get(id);
    if (run?.subject !== subject || run.workspace !== workspace) throw new HexaopsError('not-found', `no run ${id}`);
    return run;
  }
}

/** As the engine does it: by value, label or number. */
function chosen(last: RunEvent | undefined, words: string): string {
  if (last?.type !== 'input-required') throw new HexaopsError('conflict', 'the run asks nothing');
  const text = words.trim().toLowerCase();
  const choice =
    last.choices[Number(text) - 1] ??
    last.choices.find(({ value, label }) => value.toLowerCase() === text || label.toLowerCase() === text);
  if (choice === undefined) throw new HexaopsError('input-invalid', 'none of the choices');
  return choice.value;
}
