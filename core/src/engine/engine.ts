import { orchestrator } from '../agents/orchestrator.ts';
import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { AuthenticationRequest, Authenticator } from '../extension/authenticator.ts';
import type { ComponentHealth } from '../extension/health.ts';
import { keptWordsPoint } from '../extension/kept-words.ts';
import { type Measurement, measurementPoint } from '../extension/measurement.ts';
import type { ExtensionPoint } from '../extension/point.ts';
import { modelSchedulePoint } from '../extension/schedule.ts';
import type { RunRecord, SessionRecord } from '../extension/store.ts';
import type { Feedback } from '../hooks/hooks.ts';
import { requirePerson } from '../investigations/service-caller.ts';
import type { InvestigationWork } from '../investigations/service.ts';
import type { InvestigationService } from '../investigations/types.ts';
import type { BackgroundWork } from '../jobs/background-work.ts';
import type { Assembly } from '../plugin/assemble.ts';
import type { Decision } from '../run/approval.ts';
import { present } from '../run/approval-check.ts';
import { requireApproverMay } from '../run/approver.ts';
import { drive } from '../run/drive.ts';
import type { RunEvent, RunEventDraft, StreamedEvent } from '../run/events.ts';
import { type RunIdentity, RunJournal } from '../run/journal.ts';
import { asksForSignIn, permissionDigest } from '../run/permission-digest.ts';
import { redactorOf } from '../run/redactor.ts';
import { rememberedPermissions } from '../run/remembered-permissions.ts';
import { hasOpenOperation, waitsForApproval } from '../run/state.ts';
import { absent } from './absent.ts';
import { checkAsk, checkDecision, checkFeedback, checkResume, isId } from './check-input.ts';
import { mayRunWith } from './approvals.ts';
import { contextOf } from './context-of.ts';
import { tellFeedback } from './feedback.ts';
import { healthOf } from './health.ts';
import { engineMeasurements } from './measurements.ts';
import { aborted, LiveRuns } from './live-runs.ts';
import { newId, ownerOf } from './new-records.ts';
import type { EngineParts } from './parts.ts';
import { continuation } from './resumption.ts';
import { Sessions } from './sessions.ts';
import { runToDecide, waitingApprovals } from './waiting-approvals.ts';
import type {
  AskInput,
  AskOptions,
  Engine,
  EventsOptions,
  HistoryEntry,
  PendingApproval,
  ResumeInput,
} from './types.ts';

export class HexaopsEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #authenticators: readonly Authenticator[];
  readonly #assembly: Assembly;
  readonly #background: BackgroundWork;
  readonly #drainMilliseconds: number;
  readonly #live = new LiveRuns();
  readonly #sessions: Sessions;
  readonly #investigations: InvestigationWork | undefined;
  #disposal: Promise<void> | undefined;

  constructor(
    parts: EngineParts,
    authenticators: readonly Authenticator[],
    assembly: Assembly,
    work: BackgroundWork,
    drainMilliseconds: number,
    investigations: InvestigationWork | undefined,
  ) {
    this.#investigations = investigations;
    this.#parts = parts;
    this.#authenticators = authenticators;
    this.#assembly = assembly;
    this.#background = work;
    this.#drainMilliseconds = drainMilliseconds;
    this.#sessions = new Sessions(parts.store, this.#live, assembly.all(keptWordsPoint));
  }

  async authenticate(request: AuthenticationRequest, signal: AbortSignal): Promise<Caller> {
    const tapped = await this.#parts.hooks.authenticate.promise(request, signal);
    if (tapped !== undefined) return person(tapped);
    for (const authenticator of this.#authenticators) {
      const caller = await authenticator.authenticate(request, signal);
      if (caller !== undefined) return person(caller);
    }
    throw new HexaopsError('token-invalid', 'the request carries no credential', {
      nextStep: 'send "Authorization: Bearer <internal token>"; people reach this service through the control plane',
    });
  }

  async *ask(caller: Caller, input: AskInput, { signal }: AskOptions = {}): AsyncIterable<StreamedEvent> {
    this.#requireOpen();
    checkAsk(input);
    const now = this.#parts.now();
    const { id: session, begun } = await this.#sessions.enter(caller, input, now);
    const remembered =
      begun === undefined ? await rememberedPermissions(this.#parts.store, ownerOf(caller), session) : undefined;
    const record: RunRecord = {
      ...ownerOf(caller),
      id: newId(),
      session,
      createdAt: now,
      sequence: 0,
      status: 'running',
    };
    const journal = this.#journal(caller, { run: record.id, session }, []);
    await journal.begin(record, begun, {
      type: 'run-started',
      input: input.message,
      subject: caller.subject,
      workspace: caller.workspace,
      namespaces: input.namespaces ?? [],
      ...(input.changes === undefined ? {} : { changes: input.changes }),
      permissions: remembered ?? permissionDigest(caller),
    });
    if (asksForSignIn(journal.state, caller)) {
      await journal.append({ type: 'reauthentication-required', reason: 'permission-changed' });
      yield* journal.after(0);
      return;
    }
    yield* this.#work(caller, journal, 0, signal);
  }

  async *resume(
    caller: Caller,
    run: string,
    input: ResumeInput,
    { signal }: AskOptions = {},
  ): AsyncIterable<StreamedEvent> {
    this.#requireOpen();
    checkResume(input);
    const record = await this.#run(caller, run);
    yield* this.#continue(caller, record, input, signal);
  }

  async *decide(caller: Caller, decision: Decision, { signal }: AskOptions = {}): AsyncIterable<StreamedEvent> {
    this.#requireOpen();
    checkDecision(decision);
    const record = await runToDecide(this.#parts.store, caller, decision.id);
    yield* this.#continue(caller, record, { kind: 'decision', decision }, signal);
  }

  async cancel(caller: Caller, run: string): Promise<void> {
    const record = await this.#run(caller, run);
    await this.#live.cancel(run);
    // It may have suspended just before it was told; then nobody works on it, and it is ended here.
    const journal = await this.#stored(caller, record);
    if (journal.state.status !== 'suspended' && journal.state.status !== 'running') return;
    if (hasOpenOperation(journal.state)) {
      throw new HexaopsError('conflict', 'a change of this run has been sent, and what came of it is not known yet', {
        nextStep: 'resume the run: it reads back whether the change was made, and does not make it twice',
      });
    }
    await journal.append({ type: 'run-finished', status: 'cancelled' });
  }

  async *events(
    caller: Caller,
    run: string,
    after: number,
    { follow = true }: EventsOptions = {},
  ): AsyncIterable<StreamedEvent> {
    if (!Number.isSafeInteger(after) || after < 0) {
      throw new HexaopsError('input-invalid', 'a sequence number is a whole number from 0', {
        nextStep: 'give the sequence of the last event that you have, or 0',
      });
    }
    await this.#run(caller, run);
    const live = follow ? this.#live.follow(run, after) : undefined;
    yield* live ?? (await this.#parts.store.events(run, after));
  }

  async feedback(caller: Caller, run: string, feedback: Feedback): Promise<void> {
    checkFeedback(feedback);
    await tellFeedback(this.#parts, caller, await this.#run(caller, run), feedback);
  }

  sessions(caller: Caller): Promise<readonly SessionRecord[]> {
    return this.#sessions.list(caller);
  }

  history(caller: Caller, session: string): Promise<readonly HistoryEntry[]> {
    return this.#sessions.history(caller, session);
  }

  lastRun(caller: Caller, session: string): Promise<RunRecord | undefined> {
    return this.#sessions.lastRun(caller, session);
  }

  deleteSession(caller: Caller, session: string): Promise<void> {
    return this.#sessions.delete(caller, session);
  }

  deleteCallerData(caller: Caller): Promise<void> {
    return this.#sessions.deleteAll(caller);
  }

  approvals(caller: Caller): Promise<readonly PendingApproval[]> {
    return waitingApprovals(this.#parts.store, caller);
  }

  get investigations(): InvestigationService {
    if (this.#investigations !== undefined) return this.#investigations;
    throw new HexaopsError('not-implemented', 'this service looks into nothing by itself', {
      nextStep: 'an operator can set "investigations" in the configuration: docs/alerts.md',
    });
  }

  capabilities(): readonly string[] {
    return this.#parts
      .rules()
      .rules('route')
      .flatMap(({ description }) => description ?? []);
  }

  contributions<T>(point: ExtensionPoint<T>): readonly T[] {
    return this.#assembly.all(point);
  }

  health(signal: AbortSignal): Promise<readonly ComponentHealth[]> {
    return healthOf(this.#parts, this.#background, signal, this.#investigations?.health());
  }

  measurements(): readonly Measurement[] {
    return [
      ...engineMeasurements(this.#parts, this.#assembly.all(modelSchedulePoint)),
      ...this.#assembly.all(measurementPoint),
    ];
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposal ??= this.#dispose();
    return this.#disposal;
  }

  async #dispose(): Promise<void> {
    const signal = AbortSignal.timeout(this.#drainMilliseconds);
    const told = this.#parts.hooks.draining.promise(signal).catch(() => undefined);
    const idle = Promise.resolve(this.#background[Symbol.asyncDispose]()).catch(() => undefined);
    await Promise.all([
      this.#live.drain(signal),
      this.#investigations?.drain(signal),
      Promise.race([Promise.all([told, idle]), aborted(signal)]),
    ]);
    await this.#assembly[Symbol.asyncDispose]();
  }

  #requireOpen(): void {
    if (this.#disposal === undefined) return;
    throw new HexaopsError('shutting-down', 'this engine is shutting down', { nextStep: 'ask again, elsewhere' });
  }

  /** Raises `not-found`, the same for another's run as for none. */
  async #run(caller: Caller, id: string): Promise<RunRecord> {
    const record = isId(id) ? await this.#parts.store.run(ownerOf(caller), id) : undefined;
    if (record === undefined) throw absent('run');
    return record;
  }

  async *#continue(
    caller: Caller,
    record: RunRecord,
    input: ResumeInput,
    signal: AbortSignal | undefined,
  ): AsyncIterable<StreamedEvent> {
    if (this.#live.has(record.id))
      throw new HexaopsError('conflict', 'this run is being worked on', { nextStep: 'follow its events' });
    const journal = await this.#stored(caller, record);
    const after = journal.sequence;
    const drafts = continuation(journal.state, caller, record, input, present({ parts: this.#parts, journal }));
    const approval = waitsForApproval(journal.state);
    if (approval !== undefined && !mayRunWith(caller, record) && drafts.some(isApproved))
      await requireApproverMay(this.#parts, caller, approval);
    await journal.append(...drafts);
    // Somebody else's decision is only written down: the change itself runs on the requester's own token.
    if (mayRunWith(caller, record) && journal.state.status === 'running')
      yield* this.#work(caller, journal, after, signal);
    else yield* journal.after(after);
  }

  #work(
    caller: Caller,
    journal: RunJournal,
    after: number,
    signal: AbortSignal | undefined,
  ): AsyncIterable<StreamedEvent> {
    const stop = new AbortController();
    const cancel = () => stop.abort();
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const context = contextOf(this.#parts, journal, caller, stop.signal);
    const { run } = journal.identity;
    this.#live.start(journal, stop, () =>
      drive(context, orchestrator).finally(() => signal?.removeEventListener('abort', cancel)),
    );
    return this.#live.follow(run, after) ?? emptyEvents();
  }

  async #stored(caller: Caller, { id, session }: RunRecord): Promise<RunJournal> {
    const events = await this.#parts.store.events(id, 0);
    void this.#parts.hooks.runRestored.promise({ run: id, events }).catch(() => undefined);
    return this.#journal(caller, { run: id, session }, events);
  }

  #journal({ token }: Caller, identity: RunIdentity, stored: readonly RunEvent[]): RunJournal {
    const { store, hooks } = this.#parts;
    const now = () => this.#parts.now();
    const observe = (event: RunEvent): void => void hooks.runEvent.promise(event).catch(() => undefined);
    return new RunJournal(identity, { store, now, observe, redact: redactorOf(token) }, stored);
  }
}

function person(caller: Caller): Caller {
  requirePerson(caller);
  return caller;
}

function isApproved(draft: RunEventDraft): boolean {
  return draft.type === 'approval-decided' && draft.decision === 'approve';
}

async function* emptyEvents(): AsyncIterable<StreamedEvent> {}
