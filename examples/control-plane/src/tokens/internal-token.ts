import { SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { epochSeconds } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { permissionClaims } from '../people/people.ts';
import type { Membership, User } from '../people/people.ts';
import type { SigningKey } from './signing-keys.ts';

export const internalTokenIssuer = 'hexabase-control-plane';
export const internalTokenAudience = 'hexabase-aiops-service';
export const internalTokenType = 'internal-aiops-v1';
const internalTokenLifetimeSeconds = 10;

export interface InternalTokenSubject {
  readonly user: User;
  readonly workspace: string;
  /** Present only when the control plane is told to carry roles and permissions: it carries none today. */
  readonly carriedMembership?: Membership;
}

export function internalTokenClaims(
  subject: InternalTokenSubject,
  clock: Clock,
  lifetimeSeconds = internalTokenLifetimeSeconds,
): JWTPayload {
  const issuedAt = epochSeconds(clock);
  const membership = subject.carriedMembership;
  return {
    iss: internalTokenIssuer,
    aud: [internalTokenAudience],
    sub: subject.user.id,
    user_id: subject.user.id,
    org_ids: [...subject.user.organizations],
    active_workspace_id: subject.workspace,
    token_type: internalTokenType,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    ...(membership && { roles: [membership.role], permissions: [...permissionClaims(membership.role)] }),
  };
}

export function signInternalToken(claims: JWTPayload, key: SigningKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(key.privateKey);
}
