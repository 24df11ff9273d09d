import { HexaopsError } from '@hexaops/core';
import type { LoadedConfig } from '../../../config/load.ts';
import { type Outcome, Skipped } from './check.ts';

/** Whether alerts that come could be anybody's, and whether anything could be looked into because of them. */
export async function checkAlerts({ config }: LoadedConfig): Promise<Outcome<true>> {
  const { credentials, workspaces, workspaceLabel } = config.alerts;
  if (credentials.length === 0) throw new Skipped('no Alertmanager may send any');
  if (workspaces.length === 0 && workspaceLabel === undefined) {
    throw new HexaopsError('config-invalid', 'alerts would all be refused: no labels lead to a workspace', {
      nextStep: 'set "alerts.workspaces", or "alerts.workspaceLabel"; see docs/alerts.md',
    });
  }
  const workers = config.investigations?.workers ?? [];
  if (workers.length === 0) {
    throw new HexaopsError(
      'config-invalid',
      'alerts would be kept and not looked into: no worker may read without a token',
      {
        nextStep: 'name workers that have a source of their own in "investigations.workers"; see docs/alerts.md',
      },
    );
  }
  const count = credentials.length === 1 ? '1 credential' : `${credentials.length} credentials`;
  return { message: `${count}; read without a token: ${workers.join(', ')}`, value: true };
}
