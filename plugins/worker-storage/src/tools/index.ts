import type { Tool } from '@hexaops/core';
import type { Storage } from '../storage.ts';
import { diagnoseStorage } from './read/diagnose-storage.ts';
import { forecastVolumes } from './read/forecast-volumes.ts';
import { listClaims } from './read/list-claims.ts';
import { listSnapshots } from './read/list-snapshots.ts';
import { listStorageClasses } from './read/list-storage-classes.ts';
import { listUnusedStorage } from './read/list-unused-storage.ts';
import { listVolumes } from './read/list-volumes.ts';
import { readBackups } from './read/read-backups.ts';
import { backUpApplication } from './write/back-up-application.ts';
import { resizeClaim } from './write/resize-claim.ts';

/** Makers of all tools. */
export const makers: readonly ((storage: Storage) => Tool)[] = [
  backUpApplication,
  diagnoseStorage,
  forecastVolumes,
  listClaims,
  listSnapshots,
  listStorageClasses,
  listUnusedStorage,
  listVolumes,
  readBackups,
  resizeClaim,
];
