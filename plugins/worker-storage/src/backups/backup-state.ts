import { at, listAt, textAt } from '../cluster/fields.ts';

/** What the control plane tells of an application's backups. Times are milliseconds since the epoch. */
export interface BackupState {
  readonly application: string;
  /** Undefined where the application has none. */
  readonly policy: BackupPolicy | undefined;
  readonly lastSuccess: number | undefined;
  readonly lastFailure: { readonly at: number; readonly message: string } | undefined;
  /** Of the newest that has begun and not ended. */
  readonly running: { readonly id: string; readonly since: number | undefined } | undefined;
  /** Ids of executions that it tells of, the newest first. */
  readonly executions: readonly string[];
}

interface BackupPolicy {
  readonly isEnabled: boolean;
  /** A cron expression; empty where there is none. */
  readonly schedule: string;
  readonly retentionDays: number | undefined;
  readonly includesVolumes: boolean | undefined;
}

interface Execution {
  readonly id: string;
  readonly status: string;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly message: string;
}

/**
 * Reads `GET /internal/v1/applications/{app}/details`: `backup_policy` with its `schedule`, and executions, which are looked for
 * as `backups`, `backup_executions` or `backup_policy.executions`. Without any, what events say of backups counts.
 */
export function backupStateOf(application: string, details: unknown): BackupState {
  const policy = at(details, 'backup_policy');
  const executions = executionsIn(details).toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  const ended = (status: RegExp) =>
    executions
      .filter((each) => status.test(each.status))
      .toSorted((a, b) => timeOf(b) - timeOf(a))
      .find((each) => timeOf(each) > 0);
  const success = ended(/^(succeeded|success|completed)$/i);
  const failure = ended(/^(failed|error)$/i);
  const running = executions.find(({ status }) => /^(running|pending|in_progress)$/i.test(status));
  const told = momentOf(textAt(policy, 'last_success_at')) ?? momentOf(textAt(policy, 'last_backup_at'));
  return {
    application,
    policy: policyOf(policy),
    lastSuccess: newest(success === undefined ? undefined : timeOf(success), told),
    lastFailure: failure === undefined ? undefined : { at: timeOf(failure), message: failure.message },
    running: running === undefined ? undefined : { id: running.id, since: running.startedAt },
    executions: executions.map(({ id }) => id).filter((id) => id !== ''),
  };
}

/** Hours between two runs of a schedule that is simple enough to be read; undefined for any other. */
export function hoursBetween(schedule: string): number | undefined {
  const [named] = schedule.trim().split(/\s+/);
  const names: Readonly<Record<string, number>> = {
    '@hourly': 1,
    '@daily': 24,
    '@midnight': 24,
    '@weekly': 168,
    '@monthly': 744,
  };
  if (named?.startsWith('@')) return names[named];
  const [minute, hour, dayOfMonth, month, dayOfWeek, ...more] = schedule.trim().split(/\s+/);
  if (dayOfWeek === undefined || more.length > 0 || month !== '*' || !/^\d+$/.test(minute ?? '')) return undefined;
  const step = /^\*\/(\d+)$/.exec(hour ?? '')?.[1];
  if (dayOfMonth === '*' && dayOfWeek === '*') {
    if (hour === '*') return 1;
    if (step !== undefined && Number(step) > 0) return Number(step);
    return /^\d+(,\d+)*$/.test(hour ?? '') ? 24 : undefined;
  }
  if (!/^\d+$/.test(hour ?? '')) return undefined;
  if (dayOfMonth === '*') return /^[0-7a-z]+$/i.test(dayOfWeek) ? 168 : undefined;
  return dayOfWeek === '*' && /^\d+$/.test(dayOfMonth ?? '') ? 744 : undefined;
}

function policyOf(policy: unknown): BackupPolicy | undefined {
  if (typeof policy !== 'object' || policy === null) return undefined;
  const [days, volumes] = [at(policy, 'retention_days'), at(policy, 'include_volumes')];
  return {
    isEnabled: at(policy, 'enabled') !== false,
    schedule: textAt(policy, 'schedule') ?? '',
    retentionDays: typeof days === 'number' ? days : undefined,
    includesVolumes: typeof volumes === 'boolean' ? volumes : undefined,
  };
}

function executionsIn(details: unknown): readonly Execution[] {
  const listed = [
    ...listAt(details, 'backups'),
    ...listAt(details, 'backup_executions'),
    ...listAt(details, 'backup_policy', 'executions'),
  ];
  if (listed.length > 0) {
    return listed.map((each) => ({
      id: textAt(each, 'execution_id') ?? textAt(each, 'id') ?? '',
      status: textAt(each, 'status') ?? '',
      startedAt: momentOf(textAt(each, 'started_at')),
      endedAt: momentOf(textAt(each, 'completed_at')),
      message: textAt(each, 'error_message') ?? '',
    }));
  }
  return listAt(details, 'events').flatMap((event): readonly Execution[] => {
    const said = `${textAt(event, 'reason') ?? ''} ${textAt(event, 'type') ?? ''}`;
    const message = textAt(event, 'message') ?? '';
    if (!/backup/i.test(said)) return [];
    const status = /fail|error/i.test(said) ? 'failed' : /succe|complet/i.test(said) ? 'succeeded' : 'running';
    const time = momentOf(textAt(event, 'timestamp'));
    return [{ id: '', status, startedAt: time, endedAt: status === 'running' ? undefined : time, message }];
  });
}

function timeOf({ startedAt, endedAt }: Execution): number {
  return endedAt ?? startedAt ?? 0;
}

function momentOf(text: string | undefined): number | undefined {
  const moment = Date.parse(text ?? '');
  return Number.isNaN(moment) ? undefined : moment;
}

function newest(...moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
