/** Milliseconds, as `Date.now` at the start, which never go back: the machine's clock may be set. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}

/** A moment of the machine's clock as one of `clock`. */
export function onClock(moment: number): number {
  return clock() + moment - Date.now();
}
