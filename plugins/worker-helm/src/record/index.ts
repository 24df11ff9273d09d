export { bounded, isObject, textOf } from './bounded-json.ts';
export { type Decoded, decodeRecord } from './decode.ts';
export { NotARecord } from './inflate.ts';
export type { Json, JsonObject, LabelledRelease, Release } from './release.ts';
