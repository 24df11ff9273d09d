import type { AuthenticationRequest } from '../extension/authenticator.ts';
import type { SessionRecord } from '../extension/store.ts';
import type { Caller } from '../caller.ts';
import type { Approval, Decision } from '../run/approval.ts';
import type { RunEvent } from '../run/events.ts';

export interface AskInput {
  readonly message: string;
  /** Absent: a new session. Another owner's: `not-found`. */
  readonly session?: string;
  /** Namespaces that the question is about, where the client knows; else all of the workspace. */
  readonly namespaces?: readonly string[];
}

export interface AskOptions {
  /** Aborting it cancels the run. A client that merely goes away must not abort it: the run goes on and can be re-attached. */
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

export interface ComponentHealth {
  readonly component: string;
  readonly ok: boolean;
  readonly message: string;
}

/**
 * The engine. Every method takes the caller, and sees nothing of another subject or workspace: what belongs to somebody
 * else raises the same `not-found` as what never was.
 */
export interface Engine extends AsyncDisposable {
  /** The caller of a request. Raises `token-invalid`, `token-expired`. */
  authenticate(request: AuthenticationRequest, signal: AbortSignal): Promise<Caller>;
  /**
   * Starts a run and gives its events until it finishes or suspends. The run does not depend on the consumer: it goes on
   * when nobody reads. The first event is `run-started`, which carries the ids of run and session.
   */
  ask(caller: Caller, input: AskInput, options?: AskOptions): AsyncIterable<RunEvent>;
  /** Goes on with a suspended run. Raises `not-found`, `conflict` (somebody else has resumed it), `approval-*`. */
  resume(caller: Caller, run: string, input: ResumeInput, options?: AskOptions): AsyncIterable<RunEvent>;
  /** Decides an approval by its id alone: finds the run in the caller's workspace. */
  decide(caller: Caller, decision: Decision, options?: AskOptions): AsyncIterable<RunEvent>;
  cancel(caller: Caller, run: string): Promise<void>;
  /** Events after a sequence number: those stored, then, while the run is worked on here and unless told not to follow, those to come. */
  events(caller: Caller, run: string, after: number, options?: EventsOptions): AsyncIterable<RunEvent>;
  sessions(caller: Caller): Promise<readonly SessionRecord[]>;
  history(caller: Caller, session: string): Promise<readonly HistoryEntry[]>;
  deleteSession(caller: Caller, session: string): Promise<void>;
  /** Approvals of the workspace that this caller may decide. */
  approvals(caller: Caller): Promise<readonly PendingApproval[]>;
  /** Names and descriptions of what can be asked. */
  capabilities(): readonly string[];
  health(signal: AbortSignal): Promise<readonly ComponentHealth[]>;
}
