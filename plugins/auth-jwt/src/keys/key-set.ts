import { KeyObject } from 'node:crypto';
import { importJWK } from 'jose';
import { type Algorithm, supportedAlgorithms } from '../token/compact.ts';
import { isJsonObject, type JsonObject, member, parseJsonObject } from '../token/json.ts';
import { weaknessOfRsa } from './rsa.ts';

export interface VerificationKey {
  readonly algorithm: Algorithm;
  readonly keyId: string | undefined;
  readonly key: KeyObject;
  /** Equal for equal keys under equal names. */
  readonly fingerprint: string;
}

/** What of a JWKS may verify tokens, and why the rest may not. */
export interface KeySet {
  readonly keys: readonly VerificationKey[];
  /** In the words of this package: `key 0: RSA of 1024 bits, ...`. */
  readonly refused: readonly string[];
  /** Equal for equal keys, in whatever order they are listed. */
  readonly fingerprint: string;
}

/** One attempt at a forged token costs a check by each fitting key. */
const maximumKeys = 256;
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Reads a JWKS (RFC 7517), or one JWK alone. A key that is weak, private, symmetric, of another algorithm or not meant
 * for verifying is left out, never repaired. Raises `SyntaxError` where the text is no JWKS.
 */
export async function readKeySet(text: string): Promise<KeySet> {
  const document = parseJsonObject(text);
  const listed = 'kty' in document ? [document] : member(document, 'keys');
  if (!Array.isArray(listed)) throw new SyntaxError('no "keys"');
  if (listed.length > maximumKeys) throw new SyntaxError(`more than ${maximumKeys} keys`);
  const keys: VerificationKey[] = [];
  const refused: string[] = [];
  for (const [index, candidate] of (listed as readonly unknown[]).entries()) {
    const key = isJsonObject(candidate) ? await readKey(candidate) : 'no JWK';
    if (typeof key === 'string') refused.push(`key ${index}: ${key}`);
    else keys.push(key);
  }
  return {
    keys,
    refused,
    fingerprint: keys
      .map((key) => key.fingerprint)
      .sort()
      .join('\n'),
  };
}

/** The key, or why it is refused. */
async function readKey(jwk: JsonObject): Promise<VerificationKey | string> {
  if (member(jwk, 'kty') === 'oct') return 'symmetric';
  if (privateMembers.some((name) => Object.hasOwn(jwk, name))) return 'its private part is published';
  const algorithm = algorithmOf(jwk);
  if (algorithm === undefined)
    return `neither RSA nor EC P-256, or its "alg" is none of ${supportedAlgorithms.join(', ')}`;
  if (!isForVerifying(jwk)) return '"use" or "key_ops" does not allow verifying';
  const keyId = member(jwk, 'kid');
  if (keyId !== undefined && typeof keyId !== 'string') return '"kid" is not text';
  const material = algorithm === 'RS256' ? readRsa(jwk) : readP256(jwk);
  if (typeof material === 'string') return material;
  try {
    const key = await importJWK({ ...material }, algorithm);
    return key instanceof Uint8Array
      ? 'symmetric'
      : { algorithm, keyId, key: KeyObject.from(key), fingerprint: JSON.stringify([keyId, material]) };
  } catch {
    return 'its numbers are no key';
  }
}

function algorithmOf(jwk: JsonObject): Algorithm | undefined {
  const fits = jwk['kty'] === 'RSA' ? 'RS256' : jwk['kty'] === 'EC' && jwk['crv'] === 'P-256' ? 'ES256' : undefined;
  const named = member(jwk, 'alg');
  return named === undefined || named === fits ? fits : undefined;
}

function isForVerifying(jwk: JsonObject): boolean {
  const use = member(jwk, 'use');
  const operations = member(jwk, 'key_ops');
  if (use !== undefined && use !== 'sig') return false;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

function readRsa(jwk: JsonObject): Record<string, string> | string {
  const n = decode(jwk, 'n');
  const e = decode(jwk, 'e');
  if (n === undefined || e === undefined) return '"n" or "e" is not base64url';
  if (n.length > 4096 || e.length > 4096) return '"n" or "e" is too long';
  return (
    weaknessOfRsa(toInteger(n), toInteger(e)) ?? { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') }
  );
}

function readP256(jwk: JsonObject): Record<string, string> | string {
  const x = decode(jwk, 'x');
  const y = decode(jwk, 'y');
  if (x?.length !== 32 || y?.length !== 32) return '"x" and "y" are not 32 bytes of base64url each';
  return { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
}

function decode(jwk: JsonObject, name: string): Buffer | undefined {
  const text = member(jwk, name);
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === text ? bytes : undefined;
}

function toInteger(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
