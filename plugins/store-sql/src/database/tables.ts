import type { AlertRecord, InvestigationRecord, RunRecord } from '@hexaops/core';
import type { Generated } from 'kysely';

/** Milliseconds since the epoch. */
type Time = number;

export interface SessionsTable {
  id: string;
  subject: string;
  workspace: string;
  created_at: Time;
  last_used_at: Time;
  title: string;
}

export interface RunsTable {
  id: string;
  session: string;
  subject: string;
  workspace: string;
  created_at: Time;
  /** Counts the runs of a session from 1, in the order in which they were made. */
  position: number;
  /** Of the last event; what `append` compares and sets. */
  sequence: number;
  status: RunRecord['status'];
  pending_approval: Generated<string | null>;
  pending_expires_at: Generated<Time | null>;
  /** The run's sequence when the two were set: what they say holds where it still is. */
  pending_sequence: Generated<number | null>;
}

/** Tools that have worked in a session. */
interface SessionToolsTable {
  session: string;
  tool: string;
}

export interface RunEventsTable {
  run: string;
  sequence: number;
  type: string;
  time: Time;
  /** Of the event's form. */
  version: number;
  /** JSON of the event without what the other columns and its run say. */
  body: string;
}

/** One row, which whoever writes audit records holds until the commit: so positions are without a gap, in that order. */
interface AuditPositionsTable {
  id: 1;
  last: number;
  /** The records kept begin after it. */
  pruned: number;
}

interface AuditHeadsTable {
  workspace: string;
  sequence: number;
  hash: string;
}

export interface AuditRecordsTable {
  position: number;
  entry_id: string;
  workspace: string;
  sequence: number;
  previous: string;
  hash: string;
  written_at: Time;
  /** JSON. */
  entry: string;
}

interface AuditSinksTable {
  sink: string;
  registered: 0 | 1;
  /** Of the last record that the sink has. */
  position: number;
  /** The batch that was frozen: from after `position` to here. */
  frozen_to: number | null;
  frozen_batch: string | null;
}

interface BudgetsTable {
  scope: string;
  time_window: string;
  spent: number;
  spent_at: Time;
}

export interface InvestigationsTable {
  id: string;
  workspace: string;
  fingerprint: string;
  created_at: Time;
  status: InvestigationRecord['status'];
  title: string;
  run: string | null;
  /** JSON. */
  body: Generated<string | null>;
  taken_until: Generated<Time | null>;
  finished_at: Generated<Time | null>;
}

/** What is not begun again before its time. */
interface InvestigationRestsTable {
  workspace: string;
  fingerprint: string;
  rests_until: Time;
  /** Id of the one that was begun. */
  investigation: string;
}

interface AlertsTable {
  workspace: string;
  fingerprint: string;
  status: AlertRecord['status'];
  last_seen_at: Time;
  /** JSON of the whole alert. */
  body: string;
}

export interface Tables {
  sessions: SessionsTable;
  runs: RunsTable;
  run_events: RunEventsTable;
  session_tools: SessionToolsTable;
  audit_positions: AuditPositionsTable;
  audit_heads: AuditHeadsTable;
  audit_records: AuditRecordsTable;
  audit_sinks: AuditSinksTable;
  budgets: BudgetsTable;
  investigations: InvestigationsTable;
  investigation_rests: InvestigationRestsTable;
  alerts: AlertsTable;
}
