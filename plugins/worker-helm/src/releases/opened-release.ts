import type { ObjectReference } from '@hexaops/core';
import { type ManifestObject, nameOf, parseManifest } from '../manifest/index.ts';
import type { Release } from '../record/index.ts';
import { Secrecy } from '../secrecy/index.ts';

/** Revisions with their manifests read. */
export interface OpenedRelease {
  readonly release: Release;
  readonly objects: readonly ManifestObject[];
  /** Documents of the manifest that could not be read. */
  readonly problems: readonly string[];
}

export interface OpenedReleases {
  readonly opened: readonly OpenedRelease[];
  /** What may be shown of any of them: it knows the secrets of all. */
  readonly secrecy: Secrecy;
}

export function openReleases(releases: readonly Release[]): OpenedReleases {
  const opened = releases.map((release) => ({ release, ...parseManifest(release.manifest) }));
  const values = releases.flatMap((release) => [release.values, release.chart.values]);
  const secrecy = Secrecy.of(
    values,
    opened.flatMap(({ objects }) => objects),
  );
  return { opened, secrecy };
}

/** Helm's own words, which repeat nothing of a release. */
const usual =
  /^((Install|Upgrade|Dry run) complete|Rollback to \d+|Initial install underway|Preparing (upgrade|rollback)|Deletion in progress( \(or silently failed\))?|Uninstallation complete)$/;

/**
 * What may be shown of what Helm says of each revision. To know the secrets of a release its manifest has to be read, which
 * takes time: only of those is it read that say more than Helm's own words.
 */
export function secrecyOfWords(releases: readonly Release[]): Secrecy {
  return openReleases(releases.filter(({ description }) => !usual.test(description))).secrecy;
}

/** How a release is named in findings. */
export function referenceOf({ namespace, name }: Pick<Release, 'namespace' | 'name'>): ObjectReference {
  return { kind: 'Release', namespace, name };
}

export function placeOf(object: ManifestObject, { namespace }: Release): ObjectReference {
  return nameOf(object, namespace);
}
