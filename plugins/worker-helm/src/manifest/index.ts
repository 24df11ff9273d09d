export { type ManifestObject, parseManifest } from './parse-manifest.ts';
export { keyOfObject, nameOf } from './identity.ts';
