import { InvalidArgumentError } from 'commander';

/** `0.8`, `80` and `80%` are the same. Gives 0 to 1, as findings have it. */
export function confidence(text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  const share = percent === '%' || value > 1 ? value / 100 : value;
  if (share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('It is a number from 0 to 1, or a percentage such as 80%.');
}

export function seconds(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number of seconds.');
}

export function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It is a number from 0 to 65535.');
}

/** RFC 3339, or seconds since 1970 as a token's `exp` has them. Gives milliseconds since the epoch. */
export function time(text: string): number {
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000;
  const isDate = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text);
  const milliseconds = isDate ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw new InvalidArgumentError('It is a time such as 2026-01-31T12:00:00Z.');
}

/** For options that may be given more than once. */
export function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Names of namespaces (RFC 1123 labels), which may be given more than once. */
export function namespaces(value: string, earlier?: readonly string[]): readonly string[] {
  if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(value)) return collected(value, earlier);
  throw new InvalidArgumentError('A namespace has lower-case letters, digits and "-".');
}
