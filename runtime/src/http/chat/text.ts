import { HexaopsError } from '@hexaops/core';

/**
 * Words of a person, fit for every store: well-formed Unicode without NUL. Raises `input-invalid` where nothing is said and
 * `input-too-large` above `maximum` bytes of UTF-8.
 */
export function checkText(text: string, name: string, maximum: number): string {
  if (Buffer.byteLength(text, 'utf8') > maximum) {
    throw new HexaopsError('input-too-large', `"${name}" is longer than ${maximum} bytes`, {
      nextStep: 'say it shorter; logs and manifests are read by the service itself',
      details: { limit: maximum },
    });
  }
  const clean = text.toWellFormed().replaceAll('\0', '\uFFFD');
  if (clean.trim() === '') {
    throw new HexaopsError('input-invalid', `"${name}" is empty`, {
      nextStep: 'ask something, for example "what is wrong?"',
    });
  }
  return clean;
}
