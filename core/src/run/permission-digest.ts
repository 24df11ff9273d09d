import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Caller } from '../caller.ts';
import type { RunState } from './state.ts';

type Permissions = Pick<Caller, 'roles' | 'permissions' | 'organizations'>;

/**
 * SHA-256, hexadecimal, of what the caller's token said of roles, permissions and organizations: enough to notice that it
 * says something else now, and nothing of the token itself. Order and repetition do not count; a token that is silent says
 * something else than one that names none.
 */
export function permissionDigest(caller: Permissions): string {
  let digest = digests.get(caller);
  if (digest === undefined) digests.set(caller, (digest = digestOf(caller)));
  return digest;
}

/** Of callers as long as their requests live: each is asked about more than once in a run. */
const digests = new WeakMap<Permissions, string>();

function digestOf({ roles, permissions, organizations }: Permissions): string {
  const said = { organizations: set(organizations), permissions: set(permissions), roles: set(roles) };
  return hash('sha256', canonicalize(said) ?? '', 'hex');
}

/**
 * Whether the client must sign in again before a run goes on: the token says something else than when the run was last
 * used. Asked once: with the sign-in that it then asks for, whatever that token says, the run goes on.
 */
export function asksForSignIn({ permissions, suspension }: RunState, caller: Caller): boolean {
  if (suspension?.kind === 'reauthentication' && suspension.reason === 'permission-changed') return false;
  return permissions !== undefined && permissions !== permissionDigest(caller);
}

function set(values: readonly string[] | undefined): readonly string[] | null {
  return values === undefined ? null : [...new Set(values)].sort();
}
