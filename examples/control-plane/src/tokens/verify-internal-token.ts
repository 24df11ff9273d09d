import { createHash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { Clock } from '../clock.ts';
import { Problem } from '../problem.ts';
import { internalTokenAudience, internalTokenIssuer, internalTokenType } from './internal-token.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface VerifiedToken {
  readonly user: string;
  readonly workspace: string;
  /** SHA-256 of the token in hexadecimal: enough to tell tokens apart, useless to whoever reads it. */
  readonly bearerHash: string;
}

/** Any way in which the token falls short is a 401; what exactly was wrong is told, since the caller is our own service. */
export async function verifyInternalToken(
  authorization: string | undefined,
  keys: SigningKeys,
  clock: Clock,
): Promise<VerifiedToken> {
  const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new Problem(401, 'an internal token is needed: Authorization: Bearer TOKEN');
  const claims = await verifiedClaims(token, keys, clock);
  const { sub, user_id: userId, active_workspace_id: workspace } = claims;
  if (claims['token_type'] !== internalTokenType) throw new Problem(401, 'the token is of another type');
  if (sub === undefined || sub !== userId) throw new Problem(401, 'the token names no user, or two');
  if (typeof workspace !== 'string') throw new Problem(401, 'the token names no workspace');
  return { user: sub, workspace, bearerHash: createHash('sha256').update(token).digest('hex') };
}

async function verifiedClaims(token: string, keys: SigningKeys, clock: Clock): Promise<JWTPayload> {
  for (const { publicKey } of keys.valid) {
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['RS256'],
        issuer: internalTokenIssuer,
        audience: internalTokenAudience,
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: new Date(clock.now()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      const reason = error instanceof errors.JOSEError ? error.code : 'not a token';
      throw new Problem(401, `the token is refused: ${reason}`, { cause: error });
    }
  }
  throw new Problem(401, 'the token is signed by none of the current keys');
}
