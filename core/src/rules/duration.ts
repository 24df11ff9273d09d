const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const part = /([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d|w)/g;

export const durationPattern = '^(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d|w))+$';

/** `15m`, `1h30m`, `2d` in milliseconds. The text must have the form of `durationPattern`. */
export function parseDuration(text: string): number {
  let milliseconds = 0;
  for (const [, amount, unit] of text.matchAll(part)) milliseconds += Number(amount) * (units[unit ?? ''] ?? 0);
  return milliseconds;
}

/** The shortest text that `parseDuration` and Prometheus read back: `90m`, `36h`, `7d`. */
export function formatDuration(milliseconds: number): string {
  for (const unit of ['d', 'h', 'm', 's']) {
    const size = units[unit] ?? 1;
    if (milliseconds >= size && milliseconds % size === 0) return `${milliseconds / size}${unit}`;
  }
  return `${milliseconds}ms`;
}
