import { HexaopsError } from '@hexaops/core';

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const escape = /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))/gy;

/**
 * What a PromQL string says: quoted as in Go, or raw between backticks. Raises `arguments-invalid` for what does not end,
 * and for what Prometheus might read otherwise: an unknown escape, a bare line end, bytes that are no text.
 */
export function decodeString(literal: string): string {
  const quote = literal[0];
  const body = literal.slice(1, -1);
  if (literal.length < 2 || literal.at(-1) !== quote) throw unreadable('it does not end');
  if (quote === '`') {
    if (body.includes('`') || body.includes('\r'))
      throw unreadable('a raw string with a backtick or a carriage return');
    return requireText(body);
  }
  let text = '';
  for (let at = 0; at < body.length;) {
    const character = body.charAt(at);
    if (character === '\\') {
      escape.lastIndex = at;
      const found = escape.exec(body);
      if (found === null) throw unreadable('it has an escape that is none');
      text += meaning(found);
      at = escape.lastIndex;
      continue;
    }
    if (character === quote || character === '\n') throw unreadable('it does not end where it should');
    text += character;
    at += 1;
  }
  return requireText(text);
}

/** The one way in which this package writes a string: between double quotes, all that is not printable escaped. */
export function encodeString(text: string): string {
  const body = requireText(text).replace(/[\\"\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === '\\' || character === '"') return `\\${character}`;
    return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
  });
  return `"${body}"`;
}

function meaning([, simple, byte, short, long, octal]: RegExpExecArray): string {
  if (simple !== undefined) return escapes[simple] ?? simple;
  const code = Number.parseInt(byte ?? short ?? long ?? octal ?? '', octal === undefined ? 16 : 8);
  const isByte = byte !== undefined || octal !== undefined;
  if (isByte && code > 0x7f) throw unreadable('a byte above 7f is no character; write \\u');
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw unreadable('an escape that is no character');
  return String.fromCodePoint(code);
}

function requireText(text: string): string {
  if (!text.isWellFormed()) throw unreadable('it is no Unicode text');
  return text;
}

function unreadable(why: string): HexaopsError {
  return new HexaopsError('arguments-invalid', `a string of the expression cannot be read: ${why}`, {
    nextStep: 'write strings between double quotes',
  });
}
