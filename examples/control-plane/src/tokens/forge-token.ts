import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { Problem } from '../problem.ts';
import type { SigningKey } from './signing-keys.ts';

export const forgeableAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'HS256', 'none'] as const;
export type ForgeableAlgorithm = (typeof forgeableAlgorithms)[number];

/**
 * A token with exactly these bytes in header and claims, however wrong they are, signed as the algorithm says:
 * `HS256` uses the PEM text of the public key as its secret (the key confusion attack), `ES256` a key nobody knows.
 */
export function forgeToken(
  header: JsonObject,
  claims: JsonObject,
  algorithm: ForgeableAlgorithm,
  key: SigningKey,
): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${signature(signed, algorithm, key).toString('base64url')}`;
}

function signature(signed: string, algorithm: ForgeableAlgorithm, key: SigningKey): Buffer {
  const bytes = Buffer.from(signed);
  switch (algorithm) {
    case 'RS256':
    case 'RS384':
    case 'RS512':
      return sign(`sha${algorithm.slice(2)}`, bytes, key.privateKey);
    case 'PS256':
      return sign('sha256', bytes, { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    case 'ES256':
      return sign('sha256', bytes, { key: unknownEllipticKey(), dsaEncoding: 'ieee-p1363' });
    case 'HS256':
      return createHmac('sha256', key.publicKey.export({ type: 'spki', format: 'pem' }))
        .update(bytes)
        .digest();
    case 'none':
      return Buffer.alloc(0);
  }
  throw new Problem(400, `no such algorithm; there are ${forgeableAlgorithms.join(', ')}`);
}

function unknownEllipticKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

function encode(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
