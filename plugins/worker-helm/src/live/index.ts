export { unlessDecisive } from './decisive.ts';
export { type LiveObject, readLive } from './live-objects.ts';
