import { HexaopsError } from '@hexaops/core';
import type { Release } from '../../record/index.ts';
import type { Revision } from '../../releases/index.ts';

/** Helm refuses to begin while another operation has not ended. Raises `conflict`. */
export function requireSettled({ namespace, name, revision, status }: Revision): void {
  if (!status.startsWith('pending') && status !== 'uninstalling') return;
  throw new HexaopsError('conflict', `revision ${revision} of ${namespace}/${name} is ${status}`, {
    nextStep: 'wait for it; where nothing is under way any more, an operator has to remove its record',
  });
}

/** What an approval binds: a record that was written since is another one. */
export function versionOf({ revision, resourceVersion }: Release): string {
  return resourceVersion === undefined ? `revision ${revision}` : `revision ${revision} (${resourceVersion})`;
}
