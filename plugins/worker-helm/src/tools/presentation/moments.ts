import type { Moment } from '@hexaops/core';
import { valueChanges } from '../../compare/index.ts';
import type { Release } from '../../record/index.ts';
import { referenceOf } from '../../releases/index.ts';
import type { Secrecy } from '../../secrecy/index.ts';

/** Values that a sentence names. */
const mostNamed = 3;

/** When a revision was made, for the time line: `revision 4 of checkout was deployed; image.tag changed`. */
export function momentOf(
  release: Release,
  former: Release | undefined,
  secrecy: Secrecy,
  evidence: number,
): readonly Moment[] {
  if (release.deployedAt === undefined) return [];
  const what = `${deedOf(release, secrecy)}${changesOf(release, former)}`;
  return [{ at: release.deployedAt, kind: 'change', what, object: referenceOf(release), evidence: [evidence] }];
}

function deedOf({ name, revision, status, description, chart }: Release, secrecy: Secrecy): string {
  const label = `release ${name}, revision ${revision}`;
  const back = /^Rollback to (\d+)$/.exec(description)?.[1];
  if (status === 'failed') return `${label} failed to be deployed`;
  if (back !== undefined) return `${label} went back to revision ${back}`;
  return `${label} was deployed with chart ${secrecy.text(`${chart.name}-${chart.version}`)}`;
}

function changesOf(release: Release, former: Release | undefined): string {
  const paths = former === undefined ? [] : valueChanges(former, release).map(({ path }) => path);
  if (paths.length === 0) return '';
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : '';
  return `; values changed: ${paths.slice(0, mostNamed).join(', ')}${more}`;
}
