import { evidenceOf } from '@hexaops/core/diagnosis';
import { type BackupState, hoursBetween } from '../backups/backup-state.ts';
import type { StorageFact } from './fact.ts';

export interface BackupExpectation {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The age from which on a backup is late where no schedule says so. */
  readonly maximumAgeHours: number;
  /** Names of the applications that keep data in claims. */
  readonly withData: ReadonlySet<string>;
}

/**
 * `backup-state`: what is known of an application's backups: `hasPolicy`, `isEnabled`, `hours` since the last that succeeded
 * (-1 where none did), `hasData` whether it keeps any in claims, `mostHours` that there should be at most, and `failure`, what the last one said that failed since.
 */
export function backupFacts(
  states: readonly BackupState[],
  { now, maximumAgeHours, withData }: BackupExpectation,
): readonly StorageFact[] {
  return states.map((state): StorageFact => {
    const { application, policy, lastSuccess, lastFailure } = state;
    const object = { kind: 'Application', name: application };
    const between = policy === undefined ? undefined : hoursBetween(policy.schedule);
    const hours = lastSuccess === undefined ? -1 : Math.max(0, Math.floor((now - lastSuccess) / 3_600_000));
    const failed = lastFailure !== undefined && lastFailure.at > (lastSuccess ?? 0);
    return {
      fact: 'backup-state',
      object,
      application,
      hasPolicy: policy !== undefined,
      hasData: withData.has(application),
      isEnabled: policy?.isEnabled === true,
      schedule: policy?.schedule ?? '',
      hours,
      // One that was missed is late, not lost: of two nobody knows.
      mostHours: between === undefined ? maximumAgeHours : Math.max(2 * between, 2),
      hasFailed: failed,
      failure: failed ? lastFailure.message : '',
      evidence: [evidenceOf('backup', object, backupInWords(state))],
    };
  });
}

/** One line: what the policy says, and what was done. */
export function backupInWords({ policy, lastSuccess, lastFailure, running }: BackupState): string {
  const planned =
    policy === undefined
      ? 'no backup policy'
      : `${policy.isEnabled ? 'backups' : 'backups are switched off;'} by the schedule "${policy.schedule}"`;
  return [
    planned,
    lastSuccess === undefined ? 'none is known to have succeeded' : `the last succeeded at ${timeOf(lastSuccess)}`,
    ...(lastFailure === undefined ? [] : [`the last failure was at ${timeOf(lastFailure.at)}: ${lastFailure.message}`]),
    ...(running === undefined ? [] : ['one is running']),
  ].join('; ');
}

function timeOf(moment: number): string {
  return new Date(moment).toISOString();
}
