import type { RunEvent, RunEventDraft } from '../run/events.ts';
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

export interface RunRecord extends Owner {
  readonly id: string;
  readonly session: string;
  readonly createdAt: number;
  /** Sequence of the last event. */
  readonly sequence: number;
  readonly status: 'running' | 'suspended' | 'completed' | 'failed' | 'cancelled';
}

/**
 * Sessions, runs and their events. Ids are made by the engine, 128 random bits. All events of one `append` become visible
 * together or not at all.
 */
export interface Store {
  readonly id: string;
  createSession(session: SessionRecord): Promise<void>;
  session(owner: Owner, id: string): Promise<SessionRecord | undefined>;
  /** Most recently used first. */
  sessions(owner: Owner): Promise<readonly SessionRecord[]>;
  /** Removes the session with its runs and everything that was said in them. False where there is none. */
  deleteSession(owner: Owner, id: string): Promise<boolean>;
  createRun(run: RunRecord): Promise<void>;
  run(owner: Owner, id: string): Promise<RunRecord | undefined>;
  /** Runs of a workspace that wait for an approval, whoever started them: for approvers. */
  suspendedRuns(workspace: string): Promise<readonly RunRecord[]>;
  /** A run by its workspace alone: only to decide an approval of it as somebody else. */
  runInWorkspace(workspace: string, id: string): Promise<RunRecord | undefined>;
  runsOfSession(owner: Owner, session: string): Promise<readonly RunRecord[]>;
  /**
   * Appends where the run's last sequence still is `after`; raises `conflict` where it is not: of two writers one wins.
   * Sets the run's status. Returns the events as stored.
   */
  append(
    run: string,
    after: number,
    events: readonly RunEventDraft[],
    status: RunRecord['status'],
    now: number,
  ): Promise<readonly RunEvent[]>;
  /** Events after a sequence number, in order. */
  events(run: string, after: number): Promise<readonly RunEvent[]>;
}

export const storePoint: ExtensionPoint<Store> = extensionPoint<Store>('store', 'v1');
