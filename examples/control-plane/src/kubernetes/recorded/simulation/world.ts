import { createHash } from 'node:crypto';
import type { ObjectStore } from '../store.ts';

/**
 * What a simulated controller works with. Time and names are made from the recording alone, so that the same operations
 * on the same recording always give the same cluster.
 */
export interface World {
  readonly store: ObjectStore;
  /** RFC 3339: one second later with each operation, beginning at the newest time in the recording. */
  readonly time: string;
}

/** The letters that Kubernetes uses in generated names. */
const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

export function generatedSuffix(seed: string, length: number): string {
  const digest = createHash('sha256').update(seed).digest();
  return [...digest.subarray(0, length)].map((byte) => nameAlphabet[byte % nameAlphabet.length]).join('');
}

export function generatedUid(seed: string): string {
  const hex = createHash('sha256').update(`uid ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An address of 10.200.0.0/13, which no usual cluster's pods have; `taken` are avoided. */
export function generatedAddress(seed: string, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const [second = 0, third = 0, fourth = 0] = createHash('sha256').update(`ip ${attempt} ${seed}`).digest();
    const address = `10.${200 + (second % 8)}.${third}.${1 + (fourth % 254)}`;
    if (!taken.has(address)) return address;
  }
}

/** The newest time that any object of a recording tells, as RFC 3339; the epoch's beginning in a timeless one. */
export function newestTime(objects: readonly object[]): string {
  let newest = '1970-01-01T00:00:00Z';
  for (const [time] of JSON.stringify(objects).matchAll(/(?<=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=")/g)) {
    if (time > newest) newest = time;
  }
  return newest;
}

export function secondsAfter(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
