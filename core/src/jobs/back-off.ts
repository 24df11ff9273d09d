export interface BackOff {
  /** Milliseconds after the first failure. */
  readonly first: number;
  /** Milliseconds, at most, after however many. */
  readonly longest: number;
}

/**
 * Milliseconds to wait after so many failures in a row: twice as long each time, up to the longest, and by chance between
 * half of that and all of it, so that those who failed together do not try again together.
 */
export function pauseAfter(failures: number, { first, longest }: BackOff, random: () => number): number {
  if (failures <= 0) return 0;
  const pause = Math.min(longest, first * 2 ** Math.min(failures - 1, 52));
  return pause * (0.5 + random() / 2);
}
