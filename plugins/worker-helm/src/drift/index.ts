export { changedBy } from './changed-by.ts';
export { type DriftedField, driftOf } from './drift.ts';
export { autoscaledBy, driftOfRelease, type DriftedObject } from './release-drift.ts';
