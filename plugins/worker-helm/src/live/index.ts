export { type LiveObject, type LiveObjects, readLive } from './live-objects.ts';
