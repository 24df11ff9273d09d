import type { AuthenticationRequest } from '../extension/authenticator.ts';
import type { ComponentHealth } from '../extension/health.ts';
import type { RunRecord, SessionRecord } from '../extension/store.ts';
import type { Measurement } from '../extension/measurement.ts';
import type { ExtensionPoint } from '../extension/point.ts';
import type { Caller } from '../caller.ts';
import type { Feedback } from '../hooks/hooks.ts';
import type { InvestigationService } from '../investigations/types.ts';
import type { Approval, Decision } from '../run/approval.ts';
import type { ChangeMode, StreamedEvent } from '../run/events.ts';

export interface AskInput {
  readonly message: string;
  /** Absent: a new session. Another owner's: `not-found`. */
  readonly session?: string;
  /** Namespaces that the question is about, where the client knows; else all of the workspace. */
  readonly namespaces?: readonly string[];
  /** What becomes of the changes that this leads to. Absent: what the rules say. */
  readonly changes?: ChangeMode;
}

export interface AskOptions {
  /**
   * Aborting it cancels the run, like `cancel`: what has been sent is waited for. A client that merely goes away must not
   * abort it: the run goes on and can be re-attached. It is let go of when the run's work ends.
   */
  readonly signal?: AbortSignal;
}

export interface EventsOptions {
  /** False: what there is now, and no more. */
  readonly follow?: boolean;
}

/** Why a run is to go on. */
export type ResumeInput =
  | { readonly kind: 'reauthenticated' }
  | { readonly kind: 'decision'; readonly decision: Decision }
  | { readonly kind: 'input'; readonly value: string };

export interface HistoryEntry {
  readonly run: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** RFC 3339. */
  readonly timestamp: string;
}

export interface PendingApproval {
  readonly run: string;
  readonly requestedBy: string;
  readonly approval: Approval;
}

/**
 * The engine. Every method takes the caller, and sees nothing of another subject or workspace: what belongs to somebody
 * else raises the same `not-found` as what never was.
 */
export interface Engine extends AsyncDisposable {
  /** The caller of a request. Raises `token-invalid`, `token-expired`. */
  authenticate(request: AuthenticationRequest, signal: AbortSignal): Promise<Caller>;
  /**
   * Starts a run and gives its events until it finishes or suspends. Lazy: nothing happens, and nothing is raised, until the
   * first event is asked for; each iteration of what is returned is a run of its own. From then on the run does not depend on
   * the consumer: it goes on when nobody reads. The first event is `run-started`, which carries the ids of run and session.
   * Among the stored events are those of type `answer-words`, which are not: `isStored` tells them apart.
   *
   * A stream that ends with neither `run-finished` nor a suspension has let go of the run: the engine is shutting down, or
   * somebody else goes on with it; read on with `events`. Where the store fails the stream raises what it raised; the run is
   * as its stored events leave it, and can be resumed. Raises `input-invalid`, `input-too-large`, `not-found` (the session),
   * `shutting-down`.
   */
  ask(caller: Caller, input: AskInput, options?: AskOptions): AsyncIterable<StreamedEvent>;
  /** Goes on with a run that is suspended, or that nobody works on any more. Lazy like `ask`. Raises `not-found`, `conflict` (somebody else has resumed it), `approval-*`. */
  resume(caller: Caller, run: string, input: ResumeInput, options?: AskOptions): AsyncIterable<StreamedEvent>;
  /**
   * Decides an approval by its id alone: finds the run in the caller's workspace. Lazy like `ask`. Raises `approval-*`: one
   * that is not this caller's to see is as absent as one that never was.
   */
  decide(caller: Caller, decision: Decision, options?: AskOptions): AsyncIterable<StreamedEvent>;
  /**
   * Ends a run, after what is under way in it: an operation that has been sent is read back first. Raises `not-found`, and
   * `conflict` where an operation was sent by a process that is gone: resume the run to learn what came of it.
   */
  cancel(caller: Caller, run: string): Promise<void>;
  /** Events after a sequence number: those stored, then, while the run is worked on here and unless told not to follow, those to come. */
  events(caller: Caller, run: string, after: number, options?: EventsOptions): AsyncIterable<StreamedEvent>;
  /**
   * Tells those who observe what the person thinks of a run of theirs. Nothing is stored here. Raises `not-found`,
   * `input-invalid`, `input-too-large`, and `not-implemented` where nobody observes it.
   */
  feedback(caller: Caller, run: string, feedback: Feedback): Promise<void>;
  sessions(caller: Caller): Promise<readonly SessionRecord[]>;
  history(caller: Caller, session: string): Promise<readonly HistoryEntry[]>;
  /** The youngest run of a session, without reading what was said in it; undefined where there is none. Raises `not-found`. */
  lastRun(caller: Caller, session: string): Promise<RunRecord | undefined>;
  /**
   * Deletes what was said in a session, also where plugins keep it; where it cannot be deleted there, it stays in the store,
   * and can be deleted again. Raises `not-found`, `store-unavailable`.
   */
  deleteSession(caller: Caller, session: string): Promise<void>;
  /**
   * Deletes all that this person said in this workspace, in the same way. The records of what was done stay: they are the
   * system of record.
   */
  deleteCallerData(caller: Caller): Promise<void>;
  /** Approvals of the workspace that this caller may decide. */
  approvals(caller: Caller): Promise<readonly PendingApproval[]>;
  /**
   * Alerts, and what was looked into because of them. Raises `not-implemented` where the configuration has no
   * `investigations`.
   */
  readonly investigations: InvestigationService;
  /** Names and descriptions of what can be asked. */
  capabilities(): readonly string[];
  health(signal: AbortSignal): Promise<readonly ComponentHealth[]>;
  /** What can be counted of the engine and its plugins; of no workspace alone. */
  measurements(): readonly Measurement[];
  /** What the plugins brought to an extension point, in their order: for points that whoever hosts the engine fills its own place with. */
  contributions<T>(point: ExtensionPoint<T>): readonly T[];
}
