export { type Manifest, type ManifestObject, parseManifest } from './parse-manifest.ts';
export { keyOfObject, nameOf, withoutNamespace } from './identity.ts';
