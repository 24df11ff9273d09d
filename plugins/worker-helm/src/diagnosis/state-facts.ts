import { evidenceOf } from '@hexaops/core/diagnosis';
import { isWhole, referenceOf, type Revision } from '../releases/index.ts';
import type { Secrecy } from '../secrecy/index.ts';
import type { ReleaseFact, Source } from './fact.ts';
import { shortened } from './words.ts';

/** That a revision failed, or that an operation has not ended. */
export function stateFacts(
  revision: Revision,
  earlier: number | undefined,
  secrecy: Secrecy,
  now: number,
): readonly ReleaseFact[] {
  const object = referenceOf(revision);
  const { status, revision: number } = revision;
  const description = isWhole(revision) ? shortened(secrecy.text(revision.description)) : '';
  const told = evidenceOf<Source>(
    'record',
    object,
    `revision ${number}: ${status}${description === '' ? '' : `: ${description}`}`,
  );
  const common = { object, revision: number, status, evidence: [told], ...(earlier !== undefined && { earlier }) };
  if (status === 'failed') return [{ fact: 'release-failed', description, ...common }];
  if (!status.startsWith('pending') && status !== 'uninstalling') return [];
  const since = isWhole(revision) ? revision.deployedAt : undefined;
  const minutes = since === undefined ? undefined : Math.max(0, Math.floor((now - since) / 60_000));
  return [{ fact: 'release-pending', ...common, ...(minutes !== undefined && { minutes }) }];
}
