import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../problem.ts';
import type { Directory } from './directory.ts';
import type { User } from './people.ts';
import { userInCookie } from './session-cookie.ts';

const demonstrationBearer = /^Bearer user:(\S+)$/;

/** The user that a request claims to be. A claim is believed: this door is for demonstration and tests only. */
export function authenticatePerson(headers: IncomingHttpHeaders, directory: Directory): User {
  const name = claimedName(headers);
  const user = name === undefined ? undefined : directory.user(name);
  if (user === undefined) {
    throw new Problem(401, 'say who you are: Authorization: Bearer user:NAME, or X-User: NAME, with a known user');
  }
  return user;
}

export function claimsToBePerson(headers: IncomingHttpHeaders): boolean {
  return claimedName(headers) !== undefined;
}

function claimedName(headers: IncomingHttpHeaders): string | undefined {
  const fromBearer = demonstrationBearer.exec(headers.authorization ?? '')?.[1];
  if (fromBearer !== undefined) return fromBearer;
  if (headers.authorization !== undefined) return undefined;
  const fromHeader = headers['x-user'];
  return typeof fromHeader === 'string' ? fromHeader : userInCookie(headers.cookie);
}
