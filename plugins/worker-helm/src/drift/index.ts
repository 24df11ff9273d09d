export { autoscaledBy, driftOfRelease, type DriftedObject } from './release-drift.ts';
