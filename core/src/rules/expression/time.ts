import { Duration, Failure, Timestamp, typeName } from './values.ts';

const rfc3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
const durationForm = /^([+-])?((?:\d+(?:\.\d+)?(?:h|ms|m|s|us|ns))+)$/;
const durationPart = /(\d+)(?:\.(\d+))?(h|ms|m|s|us|ns)/g;
const unitNanoseconds: Readonly<Record<string, bigint>> = {
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1000n,
  ns: 1n,
};

/** An RFC 3339 text, or seconds since the epoch. */
export function parseTimestamp(value: unknown): Timestamp | Failure {
  if (value instanceof Timestamp) return value;
  if (typeof value === 'bigint') return new Timestamp(value * 1_000_000_000n);
  const [, seconds, fraction = '', zone] = (typeof value === 'string' ? rfc3339.exec(value) : null) ?? [];
  const milliseconds = seconds === undefined ? Number.NaN : Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(milliseconds)) return new Failure(`${describe(value)} is no RFC 3339 time`);
  return new Timestamp(BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0')));
}

/** `1h30m`, `1.5s`, `-10ms`. */
export function parseCelDuration(value: unknown): Duration | Failure {
  if (value instanceof Duration) return value;
  const [, sign, parts] = (typeof value === 'string' && value.length <= 64 ? durationForm.exec(value) : null) ?? [];
  if (parts === undefined) return new Failure(`${describe(value)} is no duration such as "1h30m"`);
  let nanoseconds = 0n;
  for (const [, whole = '0', fraction = '', unit = ''] of parts.matchAll(durationPart)) {
    const size = unitNanoseconds[unit] ?? 0n;
    nanoseconds += BigInt(whole) * size + (BigInt(`0${fraction}`) * size) / 10n ** BigInt(fraction.length);
  }
  return new Duration(sign === '-' ? -nanoseconds : nanoseconds);
}

const parts = {
  getFullYear: 'year',
  getMonth: 'month',
  getDate: 'day',
  getDayOfMonth: 'day',
  getDayOfWeek: 'weekday',
  getHours: 'hour',
  getMinutes: 'minute',
  getSeconds: 'second',
  getMilliseconds: 'fractionalSecond',
} as const;

type FieldName = keyof typeof parts;

export const timestampFields = Object.keys(parts) as readonly FieldName[];

const durationUnits: Readonly<Partial<Record<FieldName, bigint>>> = {
  getHours: 3_600_000_000_000n,
  getMinutes: 60_000_000_000n,
  getSeconds: 1_000_000_000n,
  getMilliseconds: 1_000_000n,
};

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const formats = new Map<string, Intl.DateTimeFormat>();

/** A field of a time in a time zone (UTC unless told), or the whole hours, minutes, ... of a duration. */
export function timestampField(name: FieldName, value: unknown, zone: unknown = 'UTC'): bigint | Failure {
  if (value instanceof Duration) {
    const unit = durationUnits[name];
    return unit === undefined ? new Failure(`a duration has no ${name}()`) : value.nanoseconds / unit;
  }
  if (!(value instanceof Timestamp)) return new Failure(`${typeName(value)} has no ${name}()`);
  const format = typeof zone === 'string' ? formatFor(zone) : undefined;
  if (format === undefined) return new Failure(`${describe(zone)} is no time zone`);
  if (name === 'getMilliseconds') return modulo(value.nanoseconds / 1_000_000n, 1000n);
  const found = format.formatToParts(Number(value.nanoseconds / 1_000_000n)).find(({ type }) => type === parts[name]);
  const text = found?.value ?? '';
  if (name === 'getDayOfWeek') return BigInt(weekdays.indexOf(text));
  // Months and getDayOfMonth count from zero, as CEL has it.
  return BigInt(text) - (name === 'getMonth' || name === 'getDayOfMonth' ? 1n : 0n);
}

function formatFor(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known !== undefined || formats.size > 600) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
    return format;
  } catch {
    return undefined;
  }
}

function modulo(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeName(value);
}
