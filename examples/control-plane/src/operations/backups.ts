import type { Effect } from './effect.ts';
import { findTarget, targetOf } from './effect.ts';

export interface Backup {
  readonly executionId: string;
  readonly workspace: string;
  readonly application: string;
}

/** `{ application }`. A backup is only noted: there is nothing here to copy. */
export function startBackup(backups: Backup[]): Effect {
  return async (context, parameters) => {
    const target = targetOf(parameters, 'deployments', 'application');
    await findTarget(context, target);
    const executionId = `backup-${backups.length + 1}`;
    backups.push({ executionId, workspace: context.workspace.id, application: target.name });
    return { execution_id: executionId, status: 'running', message: `a backup of ${target.name} has started` };
  };
}
