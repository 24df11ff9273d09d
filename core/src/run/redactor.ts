import type { CallerToken } from '../caller.ts';

/** Characters below which a part of a token is no secret, and may well be a word. */
const shortest = 12;

export type Redactor = (text: string) => string;

/**
 * Takes the caller's token, and each part of it, out of whatever leaves the request: a tool or a server may have put it into
 * an error, a log line or a name.
 */
export function redactorOf(token: CallerToken | undefined): Redactor {
  const value = token?.reveal() ?? '';
  const parts = [value, ...value.split('.')].filter((part) => part.length >= shortest);
  const written = [...new Set(parts.flatMap((part) => [part, encodeURIComponent(part.toWellFormed())]))];
  return (text) => written.reduce((rest, part) => rest.replaceAll(part, '[redacted]'), text);
}
