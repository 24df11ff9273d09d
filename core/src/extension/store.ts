import type { RunEvent, RunEventDraft } from '../run/events.ts';
import type { AuditEntry, AuditOutbox } from './audit.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** Whose something is. Every read names it: another owner's record is as absent as one that never was. */
export interface Owner {
  readonly subject: string;
  readonly workspace: string;
}

export interface SessionRecord extends Owner {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly title: string;
}

/** The approval that a run waits for. */
export interface AwaitedApproval {
  readonly approval: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface RunRecord extends Owner {
  readonly id: string;
  readonly session: string;
  readonly createdAt: number;
  /** Sequence of the last event. */
  readonly sequence: number;
  readonly status: 'running' | 'suspended' | 'completed' | 'failed' | 'cancelled';
  readonly pending?: AwaitedApproval;
}

/** What becomes durable together with a run, or not at all. */
export interface Beginning {
  /** The session that begins with it; without one the run's session is there already. */
  readonly session?: SessionRecord;
  readonly events: readonly RunEventDraft[];
}

/** What becomes durable together, or not at all. */
export interface Append {
  readonly run: string;
  /** The sequence of the run's last event, as the writer knows it. */
  readonly after: number;
  readonly events: readonly RunEventDraft[];
  readonly status: RunRecord['status'];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What the run waits for after these events. */
  readonly pending: AwaitedApproval | null;
  /** Tools that have worked in these events: kept with the session. */
  readonly worked?: readonly string[];
  readonly audit?: AuditAppend;
}

export interface AuditAppend {
  readonly entries: readonly AuditEntry[];
  /** How many records may wait for a sink, these among them. `Infinity` for the outcome of what was done. */
  readonly room: number;
}

/** What may be spent in a window of time: tokens, money, operations. */
export interface Budgets {
  /**
   * Adds the amount to what was spent under the scope in the window, where the sum stays within the limit; else adds
   * nothing. Of any number that spend at once none goes beyond. A negative amount gives back, never below nothing.
   * `spent` is the sum after the call. A window in which nothing was spent for 40 days is forgotten.
   */
  spend(
    scope: string,
    window: string,
    amount: number,
    limit: number,
  ): Promise<{ readonly spent: number; readonly allowed: boolean }>;
}

/** Something that is looked into without a person asking. */
export interface InvestigationRecord {
  readonly id: string;
  readonly workspace: string;
  /** What it is about, the same for each alert of the same thing. */
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly status: 'waiting' | 'running' | 'completed' | 'failed';
  readonly title: string;
  /** The run that looks into it. */
  readonly run?: string;
  /** What is to be looked at, for whoever takes it, and what came of it: JSON. */
  readonly body?: string;
  /** Whoever has taken it is at work until then, or is gone. Milliseconds since the epoch. */
  readonly takenUntil?: number;
  /** Milliseconds since the epoch. */
  readonly finishedAt?: number;
}

export interface Investigations {
  /** Keeps it, or what is new of it. Where its run is deleted it goes, too; raises `not-found` where that is not there. */
  keep(investigation: InvestigationRecord): Promise<void>;
  /**
   * Keeps it where its workspace rests from none of its fingerprint, which it then does until `restsUntil`; else keeps
   * nothing. Of any number that begin the same at once one does. Gives the id of the one that was begun, its own or the other.
   */
  begin(investigation: InvestigationRecord, restsUntil: number): Promise<string>;
  /**
   * Takes the oldest that waits, or whose taker was not heard of until `now`: it is running from then on, and taken until
   * `until`. Of any number that take at once no two have the same.
   */
  take(now: number, until: number): Promise<InvestigationRecord | undefined>;
  /** Stays taken until `until`, where it is still running: what has ended meanwhile stays as it is. */
  hold(workspace: string, id: string, until: number): Promise<void>;
  get(workspace: string, id: string): Promise<InvestigationRecord | undefined>;
  /** The youngest first; of one fingerprint where it is given. */
  list(workspace: string, limit: number, fingerprint?: string): Promise<readonly InvestigationRecord[]>;
}

/** An alert as it was last told of. Everything that is text in it was written by others. */
export interface AlertRecord {
  readonly workspace: string;
  /** The same for each report of the same alert. */
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  readonly name: string;
  readonly severity?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** When it last began to fire. Times are milliseconds since the epoch. */
  readonly startsAt: number;
  /** When it was resolved. */
  readonly endsAt?: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  /** How often it has begun to fire. */
  readonly fired: number;
  /** How often since `countedFrom`, which moves on hour by hour. */
  readonly firedLately: number;
  readonly countedFrom: number;
  /** The investigation that was last begun for it. */
  readonly investigation?: string;
}

export interface Alerts {
  /**
   * Makes each of a workspace's alerts what `next` makes of it; undefined leaves it as it is. Of any number that do so at
   * once each is given what the one before has made. `next` has no effect of its own: it may be called more than once.
   */
  update(
    workspace: string,
    fingerprints: readonly string[],
    next: (fingerprint: string, known: AlertRecord | undefined) => AlertRecord | undefined,
  ): Promise<void>;
  /** Those that fire first, then the last seen first. */
  list(workspace: string, limit: number): Promise<readonly AlertRecord[]>;
  /** Forgets what is over the number: of the end of that list. Returns how many. */
  prune(workspace: string, most: number): Promise<number>;
}

/** Sessions, runs and their events, and what has to become durable with them. Ids are made by the engine, 128 random bits. */
export interface Store {
  readonly id: string;
  readonly audit: AuditOutbox;
  readonly budgets: Budgets;
  readonly investigations: Investigations;
  readonly alerts: Alerts;
  createSession(session: SessionRecord): Promise<void>;
  session(owner: Owner, id: string): Promise<SessionRecord | undefined>;
  /** Most recently used first. */
  sessions(owner: Owner): Promise<readonly SessionRecord[]>;
  /** Removes the session with its runs and everything that was said in them. False where there is none. */
  deleteSession(owner: Owner, id: string): Promise<boolean>;
  /**
   * Removes everything that one person said, in one workspace or in all; audit records stay, they are the system of
   * record. Returns how many sessions there were.
   */
  deleteSubject(subject: string, workspace?: string): Promise<number>;
  /** Whether a tool has worked in the session: what `Append.worked` has told. */
  toolHasWorked(owner: Owner, session: string, tool: string): Promise<boolean>;
  /**
   * Creates the run, whose sequence is 0, and what begins with it, and uses its session. Raises `not-found` where that is not
   * there. Returns the events as stored, at the time of the run's making.
   */
  createRun(run: RunRecord, beginning?: Beginning): Promise<readonly RunEvent[]>;
  run(owner: Owner, id: string): Promise<RunRecord | undefined>;
  runsOfSession(owner: Owner, session: string): Promise<readonly RunRecord[]>;
  /** The youngest of the session. */
  lastRun(owner: Owner, session: string): Promise<RunRecord | undefined>;
  /** Runs of a workspace that wait for an approval, whoever started them, the oldest first: for approvers. */
  pendingApprovals(workspace: string): Promise<readonly RunRecord[]>;
  /** The run that waits for this approval: only to decide it. */
  runOfApproval(workspace: string, approval: string): Promise<RunRecord | undefined>;
  /** Runs whose approval has expired, the longest ago first: only to end them. */
  expiredApprovals(now: number, limit: number): Promise<readonly RunRecord[]>;
  /**
   * Appends where the run's last sequence still is `after`; raises `conflict` where it is not: of two writers one wins.
   * Sets the run's status and what it waits for. Raises `audit-full` where more records than `audit.room` would wait, and
   * `conflict` where an audit entry of the same id is there. Returns the events as stored.
   */
  append(append: Append): Promise<readonly RunEvent[]>;
  /** Events after a sequence number, in order. */
  events(run: string, after: number): Promise<readonly RunEvent[]>;
}

export const storePoint: ExtensionPoint<Store> = extensionPoint<Store>('store', 'v1');
