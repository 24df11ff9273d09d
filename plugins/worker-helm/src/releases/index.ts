export { type OpenedRelease, openReleases, placeOf, referenceOf, secrecyOfWords } from './opened-release.ts';
export { isWhole, type Records, ReleaseRecords, requireWhole, type Revision } from './release-records.ts';
