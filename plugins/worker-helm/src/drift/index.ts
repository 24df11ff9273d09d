export { changedBy } from './changed-by.ts';
export { type DriftedField, driftOf } from './drift.ts';
export { driftOfRelease, type DriftedObject } from './release-drift.ts';
