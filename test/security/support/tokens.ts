import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A control plane's keys, and whatever can be signed with them. */
export interface Minter {
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  readonly privateKey: KeyObject;
  /** A right token, valid now, but for the claims and the header members that are given. */
  mint(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}

export function createMinter(): Minter {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }) }] },
    privateKey,
    mint(claims = {}, header = {}) {
      const subject = claims['sub'] ?? 'alice';
      const now = Math.floor(Date.now() / 1000);
      const input = `${encode({ alg: 'RS256', typ: 'JWT', ...header })}.${encode({
        iss: 'hexabase-control-plane',
        aud: ['hexabase-aiops-service'],
        sub: subject,
        user_id: subject,
        org_ids: ['acme'],
        active_workspace_id: 'shop',
        token_type: 'internal-aiops-v1',
        iat: now,
        exp: now + 600,
        ...claims,
      })}`;
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
    },
  };
}

export function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
