import { parseInteger } from './numbers.ts';

const sizes: ReadonlyMap<string, number> = new Map([
  ...named(1, 'ms', 'millisecond'),
  ...named(1000, 's', 'sec', 'second'),
  ...named(60_000, 'm', 'min', 'minute'),
  ...named(3_600_000, 'h', 'hr', 'hour'),
  ...named(86_400_000, 'd', 'day'),
  ...named(604_800_000, 'w', 'week'),
]);

const unit = 'ms|milliseconds?|secs?|seconds?|s|mins?|minutes?|m|hrs?|hours?|h|days?|d|weeks?|w';
const words = 'one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an?|an?';
/** With the space after it, which only a word needs. */
const amount = `[0-9]{1,6}(?:\\.[0-9]{1,3})?\\s*|(?:${words})\\s+`;

/** RE2 of a span of time as people write it: `15 minutes`, `1h30m`, `an hour and 5 minutes`, `half an hour`, `hour`. */
export const durationPhrase = `(?:(?:${amount})(?:${unit})(?:\\s+and\\s+|,?\\s*))*(?:${amount})(?:${unit})|seconds?|minutes?|hours?|days?|weeks?`;

const part = new RegExp(`(${amount})(${unit})(?![a-z])`, 'gi');

/** In milliseconds. The text must have the form of `durationPhrase`; it is short, so the native expression is safe. */
export function parseSpokenDuration(text: string): number | undefined {
  const alone = sizeOf(text);
  if (alone !== undefined) return alone;
  let milliseconds = 0;
  for (const [, count = '', name = ''] of text.matchAll(part))
    milliseconds += amountOf(count.trim().toLowerCase()) * (sizeOf(name) ?? 0);
  return milliseconds > 0 && Number.isFinite(milliseconds) ? milliseconds : undefined;
}

function named(milliseconds: number, ...names: readonly string[]): readonly (readonly [string, number])[] {
  return names.map((name) => [name, milliseconds]);
}

function sizeOf(name: string): number | undefined {
  const normal = name.toLowerCase();
  return sizes.get(normal) ?? sizes.get(normal.replace(/s$/, ''));
}

function amountOf(text: string): number {
  if (text.startsWith('half')) return 0.5;
  if (text === 'a' || text === 'an') return 1;
  return parseInteger(text) ?? Number(text);
}
