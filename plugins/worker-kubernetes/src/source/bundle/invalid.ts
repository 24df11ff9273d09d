import { HexaopsError } from '@hexaops/core';

/** A bundle that is not read: what was wrong, where, and what to do. `file` is relative to the bundle, untrusted text. */
export function invalidBundle(
  bundle: string,
  problem: string,
  { file, cause, nextStep }: { file?: string; cause?: unknown; nextStep?: string } = {},
): HexaopsError {
  const place = file === undefined ? '' : `${JSON.stringify(file.slice(0, 300)).slice(1, -1)}: `;
  return new HexaopsError('bundle-invalid', `${bundle}: ${place}${problem}`, {
    ...(cause === undefined ? {} : { cause }),
    nextStep: nextStep ?? 'collect the bundle again, with `support-bundle` of Troubleshoot.sh',
    details: { bundle, ...(file === undefined ? {} : { file }) },
  });
}

/** In errors about what is no bundle at all. */
export const expectation =
  'give a directory or a .tar, .tar.gz or .tgz file that holds cluster-resources/, as `support-bundle` of Troubleshoot.sh writes it';
