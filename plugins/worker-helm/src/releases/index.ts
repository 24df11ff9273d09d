export { type OpenedRelease, openReleases, placeOf, referenceOf } from './opened-release.ts';
export { isWhole, type Records, ReleaseRecords, requireWhole, type Revision, type Storage } from './release-records.ts';
