export { effectiveValues } from './effective-values.ts';
export { type FieldChange, manifestChanges, type ObjectChange } from './manifest-changes.ts';
export { type ValueChange, valueChanges } from './value-changes.ts';
export { valueAt, withValues } from './values-by-path.ts';
