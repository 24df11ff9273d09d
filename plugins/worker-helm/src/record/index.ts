export { bounded, isObject, textOf } from './bounded-json.ts';
export { type Decoded, decodeRecord } from './decode.ts';
export { NotARecord } from './inflate.ts';
export type { Chart, Json, JsonObject, LabelledRelease, Release, ReleaseStatus } from './release.ts';
