import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Noon of a day of the tests, in milliseconds since the epoch. */
export const noon = Date.UTC(2026, 0, 15, 12);
export const noonSeconds = noon / 1000;

export interface SigningKey {
  readonly algorithm: 'RS256' | 'ES256';
  readonly privateKey: KeyObject;
  /** As it stands in a JWKS. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

export function rsaKey(kid?: string, modulusLength = 2048): SigningKey {
  return signingKey('RS256', generateKeyPairSync('rsa', { modulusLength }), kid);
}

export function ecKey(kid?: string): SigningKey {
  return signingKey('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), kid);
}

function signingKey(
  algorithm: SigningKey['algorithm'],
  { privateKey, publicKey }: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
  kid: string | undefined,
): SigningKey {
  return {
    algorithm,
    privateKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), ...(kid === undefined ? {} : { kid }) },
  };
}

export function jwksOf(...keys: readonly SigningKey[]): string {
  return JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
}

/** The claims of the control plane's internal token, minted at `noon`. */
export const claims = {
  iss: 'hexabase-control-plane',
  aud: ['hexabase-aiops-service'],
  sub: 'user-1',
  user_id: 'user-1',
  org_ids: ['org-1', 'org-2'],
  active_workspace_id: 'ws-1',
  token_type: 'internal-aiops-v1',
  iat: noonSeconds,
  exp: noonSeconds + 10,
} as const;

export type Claims = Readonly<Record<string, unknown>>;

/** A token with these claims, signed as the control plane signs. `header` replaces or adds header members. */
export function mint(key: SigningKey, payload: Claims = claims, header: Claims = {}): string {
  return signText(key, JSON.stringify({ alg: key.algorithm, typ: 'JWT', ...header }), JSON.stringify(payload));
}

/** Signs any two texts, so that what is wrong with a token is what the test says and never its signature. */
export function signText(key: SigningKey, header: string | Buffer, payload: string | Buffer): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signatureOf(key, input).toString('base64url')}`;
}

export function signatureOf({ algorithm, privateKey }: SigningKey, input: string): Buffer {
  const options = algorithm === 'RS256' ? { key: privateKey } : { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
  return sign('sha256', Buffer.from(input), options);
}

export function encode(text: string | Buffer): string {
  return Buffer.from(text as string).toString('base64url');
}

/** A key with numbers of one's own: nothing here checks that they are sound. */
export function jwkOfModulus(modulus: bigint, exponent = 65537n): Readonly<Record<string, unknown>> {
  return { kty: 'RSA', n: encodeInteger(modulus), e: encodeInteger(exponent) };
}

function encodeInteger(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString('base64url');
}
