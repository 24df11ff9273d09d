/** How a column keeps a time: milliseconds of one unit of it, or the text of the entry. */
export type TimeUnit = number | 'text';

const second = 1_000;

/** Of a column's type; milliseconds where the type is not known. */
export function timeUnitOf(columnType: string | undefined): TimeUnit {
  const precision = /\bDateTime64\((\d)/.exec(columnType ?? '')?.[1];
  if (precision !== undefined) return 10 ** Math.max(0, 3 - Number(precision));
  if (/\bDateTime\b/.test(columnType ?? '')) return second;
  return columnType === undefined ? 1 : 'text';
}

/** What stands in such a column, as `timeExpression` reads it. */
export function timeIn(timestamp: string, unit: TimeUnit): string {
  if (unit === 'text') return timestamp;
  return String(Math.floor(Date.parse(timestamp) / unit) * unit);
}

/** SQL that gives milliseconds since the epoch, or the text. */
export function timeExpression(column: string, unit: TimeUnit): string {
  if (unit === 'text') return `toString(${column})`;
  if (unit === second) return `toString(toInt64(toUnixTimestamp(${column})) * 1000)`;
  return `toString(toUnixTimestamp64Milli(CAST(${column}, 'DateTime64(3)')))`;
}
