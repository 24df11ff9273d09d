import { randomBytes } from 'node:crypto';
import { orchestrator } from '../agents/orchestrator.ts';
import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { AuthenticationRequest, Authenticator } from '../extension/authenticator.ts';
import type { RunRecord, SessionRecord } from '../extension/store.ts';
import type { Assembly } from '../plugin/assemble.ts';
import type { Decision } from '../run/approval.ts';
import { Budget } from '../run/budget.ts';
import { drive } from '../run/drive.ts';
import type { RunEvent } from '../run/events.ts';
import { type RunIdentity, RunJournal } from '../run/journal.ts';
import type { RunContext } from '../run/run-context.ts';
import { mayDecide, mayRunWith, pendingApproval } from './approvals.ts';
import { historyOf } from './history.ts';
import { LiveRuns } from './live-runs.ts';
import type { EngineParts } from './parts.ts';
import { continuation } from './resumption.ts';
import type {
  AskInput,
  AskOptions,
  ComponentHealth,
  Engine,
  EventsOptions,
  HistoryEntry,
  PendingApproval,
  ResumeInput,
} from './types.ts';

/** The same words for what is somebody else's and for what never was. */
const absent = (what: 'run' | 'session' | 'approval') =>
  new HexaopsError('not-found', `there is no such ${what}`, {
    nextStep: `check the ${what}'s id, and that you are in the workspace it belongs to`,
  });

export class HexaopsEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #authenticators: readonly Authenticator[];
  readonly #assembly: Assembly;
  readonly #drainMilliseconds: number;
  readonly #live = new LiveRuns();

  constructor(
    parts: EngineParts,
    authenticators: readonly Authenticator[],
    assembly: Assembly,
    drainMilliseconds: number,
  ) {
    this.#parts = parts;
    this.#authenticators = authenticators;
    this.#assembly = assembly;
    this.#drainMilliseconds = drainMilliseconds;
  }

  async authenticate(request: AuthenticationRequest, signal: AbortSignal): Promise<Caller> {
    const tapped = await this.#parts.hooks.authenticate.promise(request, signal);
    if (tapped !== undefined) return tapped;
    for (const authenticator of this.#authenticators) {
      const caller = await authenticator.authenticate(request, signal);
      if (caller !== undefined) return caller;
    }
    throw new HexaopsError('token-invalid', 'the request carries no credential', {
      nextStep: 'send "Authorization: Bearer <internal token>"; people reach this service through the control plane',
    });
  }

  async *ask(caller: Caller, input: AskInput, { signal }: AskOptions = {}): AsyncIterable<RunEvent> {
    const now = this.#parts.now();
    const session = await this.#session(caller, input, now);
    const record: RunRecord = {
      ...ownerOf(caller),
      id: newId(),
      session,
      createdAt: now,
      sequence: 0,
      status: 'running',
    };
    await this.#parts.store.createRun(record);
    const journal = this.#journal({ run: record.id, session }, []);
    await journal.append({
      type: 'run-started',
      input: input.message,
      subject: caller.subject,
      workspace: caller.workspace,
      namespaces: input.namespaces ?? [],
    });
    yield* this.#work(caller, journal, 0, signal);
  }

  async *resume(caller: Caller, run: string, input: ResumeInput, { signal }: AskOptions = {}): AsyncIterable<RunEvent> {
    const record = await this.#parts.store.run(ownerOf(caller), run);
    if (record === undefined) throw absent('run');
    yield* this.#continue(caller, record, input, signal);
  }

  async *decide(caller: Caller, decision: Decision, { signal }: AskOptions = {}): AsyncIterable<RunEvent> {
    for (const record of await this.#parts.store.suspendedRuns(caller.workspace)) {
      const journal = await this.#stored(record);
      const approval = pendingApproval(journal.state);
      if (approval?.id !== decision.id || !mayDecide(caller, record, approval)) continue;
      yield* this.#continue(caller, record, { kind: 'decision', decision }, signal);
      return;
    }
    throw new HexaopsError('approval-not-found', 'there is no such approval, or it has been decided', {
      nextStep: 'list the approvals that wait for you',
    });
  }

  async cancel(caller: Caller, run: string): Promise<void> {
    const record = await this.#parts.store.run(ownerOf(caller), run);
    if (record === undefined) throw absent('run');
    if (await this.#live.cancel(run)) return;
    const journal = await this.#stored(record);
    if (journal.state.status !== 'suspended' && journal.state.status !== 'running') return;
    await journal.append({ type: 'run-finished', status: 'cancelled' });
  }

  async *events(
    caller: Caller,
    run: string,
    after: number,
    { follow = true }: EventsOptions = {},
  ): AsyncIterable<RunEvent> {
    const record = await this.#parts.store.run(ownerOf(caller), run);
    if (record === undefined) throw absent('run');
    const live = follow ? this.#live.follow(run, after) : undefined;
    yield* live ?? (await this.#parts.store.events(run, after));
  }

  async sessions(caller: Caller): Promise<readonly SessionRecord[]> {
    return this.#parts.store.sessions(ownerOf(caller));
  }

  async history(caller: Caller, session: string): Promise<readonly HistoryEntry[]> {
    const owner = ownerOf(caller);
    if ((await this.#parts.store.session(owner, session)) === undefined) throw absent('session');
    const runs = await this.#parts.store.runsOfSession(owner, session);
    const histories = await Promise.all(runs.map(async ({ id }) => historyOf(await this.#parts.store.events(id, 0))));
    return histories.flat();
  }

  async deleteSession(caller: Caller, session: string): Promise<void> {
    const owner = ownerOf(caller);
    for (const { id } of await this.#parts.store.runsOfSession(owner, session)) await this.#live.cancel(id);
    if (!(await this.#parts.store.deleteSession(owner, session))) throw absent('session');
  }

  async approvals(caller: Caller): Promise<readonly PendingApproval[]> {
    const pending: PendingApproval[] = [];
    for (const record of await this.#parts.store.suspendedRuns(caller.workspace)) {
      const approval = pendingApproval((await this.#stored(record)).state);
      if (approval === undefined || !mayDecide(caller, record, approval)) continue;
      pending.push({ run: record.id, requestedBy: record.subject, approval });
    }
    return pending;
  }

  capabilities(): readonly string[] {
    return this.#parts
      .rules()
      .rules('route')
      .flatMap(({ description }) => description ?? []);
  }

  async health(): Promise<readonly ComponentHealth[]> {
    const { tools, store, controlPlane } = this.#parts;
    return [
      { component: 'tools', ok: tools.all.length > 0, message: `${tools.all.length} tools` },
      { component: 'store', ok: true, message: store.id },
      {
        component: 'control-plane',
        ok: controlPlane !== undefined,
        message: controlPlane?.id ?? 'none: nothing can be changed',
      },
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const signal = AbortSignal.timeout(this.#drainMilliseconds);
    await this.#parts.hooks.draining.promise(signal).catch(() => undefined);
    await this.#live.drain(signal);
    await this.#assembly[Symbol.asyncDispose]();
  }

  async #session(caller: Caller, { session, message }: AskInput, now: number): Promise<string> {
    if (session !== undefined) {
      if ((await this.#parts.store.session(ownerOf(caller), session)) === undefined) throw absent('session');
      return session;
    }
    const id = newId();
    await this.#parts.store.createSession({
      ...ownerOf(caller),
      id,
      createdAt: now,
      lastUsedAt: now,
      title: message.slice(0, 80),
    });
    return id;
  }

  async *#continue(
    caller: Caller,
    record: RunRecord,
    input: ResumeInput,
    signal: AbortSignal | undefined,
  ): AsyncIterable<RunEvent> {
    if (this.#live.has(record.id))
      throw new HexaopsError('conflict', 'this run is being worked on', { nextStep: 'follow its events' });
    const journal = await this.#stored(record);
    const after = journal.sequence;
    const drafts = continuation(journal.state, caller, record, input, this.#parts.now());
    await journal.append(...drafts);
    // Somebody else's decision is only written down: the change itself runs on the requester's own token.
    if (mayRunWith(caller, record)) yield* this.#work(caller, journal, after, signal);
    else yield* journal.after(after);
  }

  #work(caller: Caller, journal: RunJournal, after: number, signal: AbortSignal | undefined): AsyncIterable<RunEvent> {
    const stop = new AbortController();
    if (signal?.aborted === true) stop.abort();
    signal?.addEventListener('abort', () => stop.abort(), { once: true });
    const context = this.#context(caller, journal, stop.signal);
    const { run } = journal.identity;
    this.#live.start(journal, stop, () => drive(context, orchestrator));
    return this.#live.follow(run, after) ?? emptyEvents();
  }

  #context(caller: Caller, journal: RunJournal, signal: AbortSignal): RunContext {
    const { state, identity } = journal;
    const { token: _, ...visible } = caller;
    let evidence = state.evidence.length;
    return {
      parts: this.#parts,
      journal,
      caller,
      signal,
      budget: new Budget(this.#parts.budget, { steps: state.stepsTaken, bytes: state.evidenceBytes }),
      nextEvidenceId: () => `e${++evidence}`,
      hookContext: { ...identity, caller: visible, signal },
    };
  }

  async #stored({ id, session }: RunRecord): Promise<RunJournal> {
    return this.#journal({ run: id, session }, await this.#parts.store.events(id, 0));
  }

  #journal(identity: RunIdentity, stored: readonly RunEvent[]): RunJournal {
    const { store, hooks } = this.#parts;
    const now = () => this.#parts.now();
    const observe = (event: RunEvent): void => void hooks.runEvent.promise(event).catch(() => undefined);
    return new RunJournal(identity, store, now, observe, stored);
  }
}

async function* emptyEvents(): AsyncIterable<RunEvent> {}

function ownerOf({ subject, workspace }: Caller) {
  return { subject, workspace };
}

/** 128 random bits, hexadecimal. */
function newId(): string {
  return randomBytes(16).toString('hex');
}
