let last = { milliseconds: Number.NaN, written: '' };

/**
 * A time in milliseconds since the epoch as RFC 3339, in UTC: `2026-01-31T08:00:00.000Z`. Raises `RangeError` for what is no
 * time. A run writes several times within one millisecond: the last is not worked out again.
 */
export function timeOf(milliseconds: number): string {
  if (milliseconds !== last.milliseconds) last = { milliseconds, written: new Date(milliseconds).toISOString() };
  return last.written;
}
