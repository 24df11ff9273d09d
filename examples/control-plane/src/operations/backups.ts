import type { Clock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import { findApplication } from './applications.ts';
import type { Effect } from './effect.ts';

export interface Backup {
  readonly executionId: string;
  readonly workspace: string;
  readonly application: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Why it failed, where it did. */
  readonly error?: string;
}

/** What an application's backups are planned to be. */
export interface BackupPolicy {
  readonly enabled: boolean;
  /** A cron expression. */
  readonly schedule: string;
  readonly retention_days: number;
  readonly include_volumes: boolean;
}

/** Milliseconds that a backup takes: there is nothing here to copy. */
const duration = 5_000;

/** `{ application }`. A backup is only noted. */
export function startBackup(backups: Backup[], clock: Clock): Effect {
  return async (context, parameters) => {
    const name = parameters.text('application');
    await findApplication(context, name);
    const executionId = `backup-${backups.length + 1}`;
    backups.push({ executionId, workspace: context.workspace.id, application: name, startedAt: clock.now() });
    return { execution_id: executionId, status: 'running', message: `a backup of ${name} has started` };
  };
}

/** The backups of one application at a moment, the newest first. */
export function describeBackups(
  backups: readonly Backup[],
  workspace: string,
  application: string,
  now: number,
): JsonObject[] {
  return backups
    .filter((backup) => backup.workspace === workspace && backup.application === application)
    .toSorted((a, b) => b.startedAt - a.startedAt)
    .map(({ executionId, startedAt, error }) => {
      const isDone = now >= startedAt + duration;
      return {
        id: executionId,
        status: !isDone ? 'running' : error === undefined ? 'succeeded' : 'failed',
        started_at: new Date(startedAt).toISOString(),
        completed_at: isDone ? new Date(startedAt + duration).toISOString() : null,
        ...(error === undefined ? {} : { error_message: error }),
      };
    });
}
