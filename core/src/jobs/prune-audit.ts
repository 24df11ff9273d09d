import type { AuditOutbox } from '../extension/audit.ts';
import type { BackgroundJob } from '../extension/jobs.ts';

const every = 3_600_000;

/** Removes records that every sink has, once they are older than `kept` milliseconds. */
export function pruneAudit(outbox: AuditOutbox, kept: number, now: () => number): BackgroundJob {
  return {
    name: 'audit.prune',
    every,
    async run() {
      await outbox.prune(now() - kept);
    },
  };
}
