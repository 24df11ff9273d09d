import type { EngineParts } from '../engine/parts.ts';
import { messageOf } from '../errors.ts';
import type { ComponentHealth } from '../extension/health.ts';
import type { BackgroundJob, JobRunner } from '../extension/jobs.ts';
import { deliverAudit } from './deliver-audit.ts';
import { expireApprovals } from './expire-approvals.ts';
import { createInProcessRunner } from './in-process-runner.ts';
import { pruneAudit } from './prune-audit.ts';
import type { Wait } from './wait.ts';

const dayMilliseconds = 86_400_000;

export interface BackgroundOptions {
  /** Of the plugins. */
  readonly jobs: readonly BackgroundJob[];
  /** Undefined: in this process. */
  readonly runner: JobRunner | undefined;
  readonly keepDays: number;
  readonly wait: Wait;
}

/** The jobs of an engine at work. Disposing of it ends them. */
export interface BackgroundWork extends AsyncDisposable {
  /** The jobs whose last round here has failed, and why. */
  failures(): ReadonlyMap<string, unknown>;
}

/** Starts the engine's own jobs and those of the plugins. A failed round is told to the hook `jobFailed`, and to nobody else. */
export async function startBackgroundWork(
  parts: EngineParts,
  { jobs, runner, keepDays, wait }: BackgroundOptions,
): Promise<BackgroundWork> {
  const { store, auditSinks, hooks } = parts;
  const now = () => parts.now();
  const observe: Parameters<typeof expireApprovals>[0]['observe'] = (event) =>
    void hooks.runEvent.promise(event).catch(() => undefined);
  const failures = new Map<string, unknown>();
  const report = (job: string, error: unknown) => {
    if (error === undefined) failures.delete(job);
    else {
      failures.set(job, error);
      hooks.jobFailed.promise({ job, error }).catch(() => undefined);
    }
  };
  const started = await (runner ?? createInProcessRunner(wait)).start(
    [
      ...auditSinks.map((sink) => deliverAudit(sink, { outbox: store.audit, wait, random: Math.random })),
      expireApprovals({ store, now, observe }),
      pruneAudit(store.audit, keepDays * dayMilliseconds, now),
      ...jobs,
    ],
    report,
  );
  return { failures: () => failures, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() };
}

/** How the jobs do, in words. */
export function jobsHealth(work: BackgroundWork): ComponentHealth {
  const failed = [...work.failures()].map(([job, error]) => `${job}: ${messageOf(error)}`);
  return { component: 'jobs', ok: failed.length === 0, message: failed.length === 0 ? 'at work' : failed.join('; ') };
}

/** What waits to be delivered, and for how long. */
export async function auditHealth(parts: EngineParts): Promise<ComponentHealth> {
  const { store, auditSinks, auditRoom } = parts;
  const component = 'audit';
  try {
    const { records, oldest } = await store.audit.waiting();
    if (auditSinks.length === 0) return { component, ok: true, message: 'records stay in the store: there is no sink' };
    const age = oldest === undefined ? 0 : Math.max(0, Math.round((parts.now() - oldest) / 1_000));
    const waiting = records === 0 ? 'nothing waits' : `${records} records wait, the oldest for ${age} s`;
    const isFull = records >= auditRoom;
    return { component, ok: !isFull, message: isFull ? `${waiting}; there is no room: nothing is changed` : waiting };
  } catch (error) {
    return { component, ok: false, message: messageOf(error) };
  }
}
