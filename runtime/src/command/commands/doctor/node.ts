import { HexaopsError } from '@hexaops/core';
import manifest from '../../../../package.json' with { type: 'json' };
import type { Outcome } from './check.ts';

/** Whether this Node is new enough for this package. */
export async function checkNode(): Promise<Outcome<true>> {
  const needed = manifest.engines.node.replace('>=', '');
  const [hasMajor = 0, hasMinor = 0] = process.versions.node.split('.').map(Number);
  const [major = 0, minor = 0] = needed.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) {
    return { message: `Node ${process.versions.node}, at least ${needed} is needed`, value: true };
  }
  throw new HexaopsError('config-invalid', `Node ${process.versions.node} is older than ${needed}`, {
    nextStep: `install Node ${needed} or newer`,
  });
}
