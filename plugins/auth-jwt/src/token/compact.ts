import { tokenInvalid } from '../refusal.ts';
import { type JsonObject, member, parseJsonObject } from './json.ts';

export const supportedAlgorithms = ['RS256', 'ES256'] as const;
export type Algorithm = (typeof supportedAlgorithms)[number];

/** A token in the JWS compact form whose header is acceptable. Nothing about its signature is known yet. */
export interface CompactToken {
  /** The bytes that were signed: header and payload as they stand in the token. ASCII alone. */
  readonly signed: Buffer;
  readonly signature: Buffer;
  readonly algorithm: Algorithm;
  readonly keyId: string | undefined;
  /** The payload's bytes, to be read only after the signature holds. */
  readonly payload: Buffer;
}

/** Headers that would let the token name its own key (RFC 7515 4.1.2, 4.1.3, 4.1.5, 4.1.6; RFC 8725 3.10). */
const keyHeaders = ['jku', 'x5u', 'jwk', 'x5c'];

/** Raises `token-invalid`. `maximumBytes` bounds the work before anything is decoded. */
export function parseCompact(token: string, maximumBytes: number, algorithms: readonly Algorithm[]): CompactToken {
  if (token === '') throw tokenInvalid('it is empty');
  if (token.length > maximumBytes) throw tokenInvalid(`it is longer than ${maximumBytes} bytes`);
  const segments = token.split('.');
  if (segments.length !== 3) throw tokenInvalid('it does not have three parts');
  if (segments[2] === '') throw tokenInvalid('it has no signature');
  const [header, payload, signature] = segments.map(decodeSegment);
  if (header === undefined || payload === undefined || signature === undefined) {
    throw tokenInvalid('a part is not canonical base64url');
  }
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')), 'latin1');
  return { signed, signature, payload, ...readHeader(parseSegment(header, 'header'), algorithms) };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The object that a part's bytes hold: UTF-8 without exception, JSON without duplicate names. Raises `token-invalid`. */
export function parseSegment(bytes: Buffer, part: 'header' | 'payload'): JsonObject {
  try {
    return parseJsonObject(strictUtf8.decode(bytes));
  } catch {
    throw tokenInvalid(`its ${part} is not a JSON object with distinct names`);
  }
}

/** Undefined unless the text is the one way to write its bytes: no padding, no white space, no bits left over. */
function decodeSegment(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === text ? bytes : undefined;
}

function readHeader(
  header: JsonObject,
  algorithms: readonly Algorithm[],
): { readonly algorithm: Algorithm; readonly keyId: string | undefined } {
  const algorithm = algorithms.find((known) => known === member(header, 'alg'));
  if (algorithm === undefined) throw tokenInvalid(`its algorithm is none of ${algorithms.join(', ')}`);
  const keyHeader = keyHeaders.find((name) => Object.hasOwn(header, name));
  if (keyHeader !== undefined) throw tokenInvalid(`its header names its own key ("${keyHeader}")`);
  if (Object.hasOwn(header, 'crit')) throw tokenInvalid('its header demands an extension ("crit")');
  if (Object.hasOwn(header, 'b64') && header['b64'] !== true) throw tokenInvalid('its payload is unencoded ("b64")');
  const type = member(header, 'typ');
  if (type !== undefined && (typeof type !== 'string' || !/^(application\/)?jwt$/i.test(type))) {
    throw tokenInvalid('its header says that it is no JWT ("typ")');
  }
  const keyId = member(header, 'kid');
  if (keyId !== undefined && typeof keyId !== 'string') throw tokenInvalid('its key id is not text ("kid")');
  return { algorithm, keyId };
}
