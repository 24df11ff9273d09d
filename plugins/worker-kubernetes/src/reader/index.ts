export { ApiObjects } from './api-objects.ts';
export { BundleObjects } from './bundle-objects.ts';
export { WorkspaceReader } from './cluster-reader.ts';
export type { ObjectPlace } from './object-place.ts';
