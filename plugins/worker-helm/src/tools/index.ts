import type { Tool } from '@hexaops/core';
import type { ReleaseRecords } from '../releases/index.ts';
import { diagnoseRelease } from './read/diagnose-release.ts';
import { listReleases } from './read/list-releases.ts';
import { releaseChanges } from './read/release-changes.ts';
import { releaseDrift } from './read/release-drift.ts';
import { releaseHistory } from './read/release-history.ts';
import { releaseOf } from './read/release-of.ts';
import { rollBackRelease } from './write/roll-back-release.ts';
import { upgradeRelease } from './write/upgrade-release.ts';

/** Makers of the tools: all of them need the records and nothing else. */
export const toolsOf: readonly ((records: ReleaseRecords) => Tool)[] = [
  diagnoseRelease,
  listReleases,
  releaseChanges,
  releaseDrift,
  releaseHistory,
  releaseOf,
  rollBackRelease,
  upgradeRelease,
];
