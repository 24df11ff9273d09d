import type { RunRecord } from '@hexaops/core';

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

export interface Tables {
  sessions: SessionsTable;
  runs: RunsTable;
  run_events: RunEventsTable;
}
