import { HexaopsError } from '@hexaops/core';

/** UTF-8 bytes. Three of them fit an index entry in Postgres. */
const maximumBytes = 800;

/**
 * Whether every database keeps the text as it is, so that two different texts never become one: Postgres takes no NUL, and
 * half a surrogate pair has no UTF-8. What is not storable cannot be there.
 */
export function isStorable(...identifiers: readonly string[]): boolean {
  return identifiers.every(
    (text) => text.isWellFormed() && !text.includes('\0') && Buffer.byteLength(text) <= maximumBytes,
  );
}

export function requireStorable(...identifiers: readonly string[]): void {
  if (isStorable(...identifiers)) return;
  throw new HexaopsError(
    'input-invalid',
    `a subject, a workspace or an id is longer than ${maximumBytes} bytes or has a character that cannot be stored`,
    { nextStep: 'sign in with a subject of printable characters' },
  );
}

/** For text that is only shown. */
export function shown(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}');
}
