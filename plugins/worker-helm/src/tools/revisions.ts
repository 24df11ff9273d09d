import { HexaopsError, type UnavailableSource } from '@hexaops/core';
import type { Release } from '../record/index.ts';
import { isWhole, type Records, requireWhole, type Revision } from '../releases/index.ts';

/** The newest revision before this one that has been in use: a failed one is nothing to go back to. */
export function earlierThan({ revisions }: Pick<Records, 'revisions'>, { revision }: Revision): Revision | undefined {
  return revisions.find(
    (each) => each.revision < revision && (each.status === 'deployed' || each.status === 'superseded'),
  );
}

/** One revision by its number. Raises `not-found`, which names those that there are. */
export function revisionOf({ revisions }: Pick<Records, 'revisions'>, wanted: number): Release {
  const found = revisions.find(({ revision }) => revision === wanted);
  if (found !== undefined) return requireWhole(found);
  throw new HexaopsError('not-found', `there is no revision ${wanted}`, {
    nextStep: `use one of: ${revisions.map(({ revision }) => revision).join(', ')}`,
  });
}

/** Revisions of which only the labels could be read. */
export function partlyRead({ revisions }: Pick<Records, 'revisions'>): readonly UnavailableSource[] {
  return revisions.flatMap((revision) =>
    isWhole(revision)
      ? []
      : [
          {
            source: `revision ${revision.revision} of release ${revision.namespace}/${revision.name}`,
            reason: revision.reason,
          },
        ],
  );
}
