import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';

/** Whose investigations are. Nobody signs in under it: `requirePerson` refuses it wherever a caller comes from outside. */
export const investigator = 'urn:hexaops:investigator';

/** On whose behalf an investigation reads: nobody's. It has no token, and no permission but to read. */
export function investigatorOf(workspace: string): Caller {
  return {
    kind: 'service',
    subject: investigator,
    workspace,
    organizations: [],
    roles: [],
    permissions: ['aiops:read'],
    token: undefined,
  };
}

/** Raises `token-invalid` for a caller that says it is the service itself. */
export function requirePerson({ kind, subject }: Caller): void {
  if (kind === undefined && subject !== investigator) return;
  throw new HexaopsError('token-invalid', 'nobody can sign in as this service');
}
