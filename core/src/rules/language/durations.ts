import { parseInteger } from './numbers.ts';

const unitWords: Readonly<Record<string, number>> = {
  millisecond: 1,
  ms: 1,
  second: 1000,
  sec: 1000,
  s: 1000,
  minute: 60_000,
  min: 60_000,
  m: 60_000,
  hour: 3_600_000,
  hr: 3_600_000,
  h: 3_600_000,
  day: 86_400_000,
  d: 86_400_000,
  week: 604_800_000,
  w: 604_800_000,
};

const unit = 'ms|milliseconds?|secs?|seconds?|s|mins?|minutes?|m|hrs?|hours?|h|days?|d|weeks?|w';
const amount = '[0-9]{1,6}(?:\\.[0-9]{1,3})?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an?|an?';

/** RE2 of a span of time as people write it: `15 minutes`, `1h30m`, `an hour and 5 minutes`, `half an hour`, `hour`. */
export const durationPhrase = `(?:(?:${amount})\\s*(?:${unit})(?:\\s+and\\s+|,?\\s*))*(?:${amount})\\s*(?:${unit})|seconds?|minutes?|hours?|days?|weeks?`;

const part = new RegExp(`(${amount})?\\s*(${unit})(?![a-z])`, 'gi');

/** In milliseconds. The text must have the form of `durationPhrase`; it is short, so the native expression is safe. */
export function parseSpokenDuration(text: string): number | undefined {
  let milliseconds = 0;
  for (const [, count = '1', name = ''] of text.matchAll(part)) {
    const size = unitWords[name.toLowerCase()] ?? unitWords[name.toLowerCase().replace(/s$/, '')];
    if (size === undefined) return undefined;
    milliseconds += amountOf(count.toLowerCase()) * size;
  }
  return milliseconds > 0 && Number.isFinite(milliseconds) ? milliseconds : undefined;
}

function amountOf(text: string): number {
  if (text.startsWith('half')) return 0.5;
  if (text === 'a' || text === 'an') return 1;
  return parseInteger(text) ?? Number(text);
}
