import { type ExtensionPoint, extensionPoint } from './point.ts';

/** Counts what is done under a key, within a minute that begins with the first of it. */
export interface RateLimit {
  /** Takes one. Gives 0 where there was one, else the milliseconds until there is one again. Never rejects. */
  take(key: string): Promise<number>;
  /** The same answer without taking any. */
  wait(key: string): Promise<number>;
}

/** Frees the place; a second time it does nothing. */
export type Release = () => void;

/** A bounded number of places for each key at the same time. */
export interface Places {
  /** Undefined where all of the key's places are taken. Never rejects. */
  enter(key: string): Release | undefined | Promise<Release | undefined>;
}

/**
 * Where limits are counted for several processes that answer as one service; each process counts for itself without it.
 * `name` tells one limit from another, `most` is above 0. `fallback` is this process's own count, to be used for as long as the
 * shared one cannot be had: a limit that cannot be looked up is neither lifted nor a reason to refuse.
 */
export interface SharedLimits {
  readonly id: string;
  rateLimit(name: string, mostPerMinute: number, fallback: RateLimit): RateLimit;
  places(name: string, most: number, fallback: Places): Places;
}

export const sharedLimitsPoint: ExtensionPoint<SharedLimits> = extensionPoint<SharedLimits>('limits', 'v1');
