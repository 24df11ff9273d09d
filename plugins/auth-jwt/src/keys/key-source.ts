import type { KeySet } from './key-set.ts';

/** Where a verifier gets its keys. */
export interface KeySource {
  /** The keys at hand. Raises `control-plane-unavailable` where there are none and none can be had. */
  current(): Promise<KeySet>;
  /** A set that differs from `seen`, which did not hold the key of a token; undefined where there is none yet. */
  newer(seen: KeySet): Promise<KeySet | undefined>;
}

/** Keys that never change. They are read when the first token comes. */
export function fixedKeys(read: () => Promise<KeySet>): KeySource {
  let set: Promise<KeySet> | undefined;
  return { current: () => (set ??= read()), newer: async () => undefined };
}
