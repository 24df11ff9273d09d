import { HexaopsError } from '@hexaops/core';

const day = 86_400_000;
const clock = /^([01]?\d|2[0-3])[:.]([0-5]\d)(?::([0-5]\d))?\s*(am|pm)?\s*(?:utc|gmt|z)?$/i;
const date = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * An instant in milliseconds since the epoch. A date with a time; or a time of day, which is the last that has been. Without
 * a zone it is of UTC. Raises `arguments-invalid`.
 */
export function parseInstant(written: string, now: number): number {
  const found = written.length > 40 ? undefined : (timeOfDay(written.trim(), now) ?? dateOf(written.trim()));
  if (found !== undefined) return found;
  throw new HexaopsError('arguments-invalid', `"${written.slice(0, 40)}" is no instant`, {
    nextStep: 'write it as 2026-01-15T12:00:00Z, or as 14:05',
  });
}

function timeOfDay(written: string, now: number): number | undefined {
  const [, hours, minutes, seconds = '0', half] = clock.exec(written) ?? [];
  if (hours === undefined) return undefined;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const today = now - (now % day) + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return today <= now ? today : today - day;
}

function dateOf(written: string): number | undefined {
  const [found, zone] = date.exec(written) ?? [];
  if (found === undefined) return undefined;
  const instant = Date.parse(zone === undefined && found.length > 10 ? `${found.replace(' ', 'T')}Z` : found);
  return Number.isNaN(instant) ? undefined : instant;
}
