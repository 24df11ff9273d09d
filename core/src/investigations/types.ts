import type { Caller } from '../caller.ts';
import type { AlertRecord, InvestigationRecord } from '../extension/store.ts';
import type { UnavailableSource } from '../extension/tool.ts';
import type { Evidence } from '../run/evidence.ts';
import type { Finding } from '../run/finding.ts';
import type { AlertReception } from './alert-desk.ts';
import type { InvestigationBody, InvestigationOutcome } from './body.ts';
import type { AlertReport } from './report.ts';

/** An investigation, short. Whatever is text in it others may have written, but for its title. */
export interface Investigation extends Pick<
  InvestigationRecord,
  'id' | 'status' | 'title' | 'createdAt' | 'finishedAt'
> {
  readonly rule: string;
  readonly alert: InvestigationBody['alert'];
  /** Undefined until it has ended. */
  readonly outcome: InvestigationOutcome | undefined;
}

/** An investigation with all that it read. */
export interface InvestigationReport extends Investigation {
  /** Undefined where it has not ended with one. */
  readonly answer: { readonly text: string; readonly citations: readonly string[] } | undefined;
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly unavailable: readonly UnavailableSource[];
}

/** Something that could be done about what was found. Nothing is done about it until a person asks and approves. */
export interface Recommendation {
  readonly finding: Finding;
  readonly investigation: string;
  /** When that ended: how fresh it is. Milliseconds since the epoch. */
  readonly at: number;
  /** What to ask, so that it is looked at afresh. */
  readonly ask: string;
}

/** Alerts, and what was looked into because of them without anybody asking. Everybody of a workspace may read what is of it. */
export interface InvestigationService {
  /**
   * Takes reports from whoever hosts the engine, who answers for them: there is no caller. `allowed` are the workspaces that
   * they may speak of; undefined: all. Returns when everything is kept; what is begun is worked on afterwards.
   */
  receive(reports: readonly AlertReport[], allowed?: readonly string[]): Promise<readonly AlertReception[]>;
  /** Those that fire first, then the last seen first. */
  alerts(caller: Caller, limit: number): Promise<readonly AlertRecord[]>;
  /** The youngest first. */
  list(caller: Caller, limit: number): Promise<readonly Investigation[]>;
  /** Raises `not-found`. */
  report(caller: Caller, id: string): Promise<InvestigationReport>;
  /** Of the investigations that are offered; the youngest of each cause of each object. */
  recommendations(caller: Caller): Promise<readonly Recommendation[]>;
}
