import { type Caller, CallerToken, type Permission } from '@hexaops/core';
import { tokenExpired, tokenInvalid } from '../refusal.ts';
import { type JsonObject, member } from './json.ts';
import type { TokenShape } from './shapes.ts';

/** What a token's claims are checked against. Times are seconds. */
export interface ClaimPolicy extends TokenShape {
  readonly leewaySeconds: number;
}

const permissions: readonly Permission[] = ['aiops:read', 'aiops:analyze', 'aiops:remediate', 'aiops:admin'];

/** A workspace becomes a part of paths, keys and names: nothing that could mean something else there. */
const safeWorkspace = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?$/;
const safeText = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,256}$/u;
/** The last second that a JavaScript date can tell. */
const endOfTime = 8_640_000_000_000;

/**
 * The caller that the claims of a token name whose signature holds. `now` is milliseconds since the epoch.
 * Raises `token-invalid` and `token-expired`.
 */
export function callerOf(claims: JsonObject, token: string, policy: ClaimPolicy, now: number): Caller {
  if (member(claims, 'iss') !== policy.issuer) throw tokenInvalid('it was not issued by the control plane ("iss")');
  checkAudience(member(claims, 'aud'), policy.audience);
  if (policy.tokenType !== undefined && member(claims, policy.claims.tokenType) !== policy.tokenType) {
    throw tokenInvalid(`it is not of the type ${policy.tokenType} ("${policy.claims.tokenType}")`);
  }
  const expiry = checkTimes(claims, policy, now / 1000);
  return Object.freeze({
    subject: subjectOf(claims, policy.claims.subject),
    workspace: workspaceOf(claims, policy.claims.workspace),
    organizations: organizationsOf(claims, policy.claims.organizations),
    roles: texts(claims, policy.claims.roles),
    permissions: permissionsOf(claims, policy.claims.permissions),
    token: new CallerToken(token, expiry * 1000),
  });
}

function checkAudience(audience: unknown, expected: string): void {
  const all: readonly unknown[] = Array.isArray(audience) ? audience : [audience];
  if (!all.every((one) => typeof one === 'string') || !all.includes(expected)) {
    throw tokenInvalid('it is meant for another service ("aud")');
  }
}

/** The expiry in seconds since the epoch. */
function checkTimes(claims: JsonObject, policy: ClaimPolicy, now: number): number {
  const expiry = time(claims, 'exp');
  const issued = time(claims, 'iat');
  const notBefore = time(claims, 'nbf');
  if (expiry === undefined) throw tokenInvalid('it has no expiry ("exp")');
  if (now >= expiry + policy.leewaySeconds) throw tokenExpired();
  if (issued === undefined) throw tokenInvalid('it does not say when it was issued ("iat")');
  if (expiry <= issued) throw tokenInvalid('it expires before it was issued ("exp", "iat")');
  if (expiry - issued > policy.maximumAgeSeconds) {
    throw tokenInvalid(`it lives longer than ${policy.maximumAgeSeconds} s ("exp", "iat")`);
  }
  if (issued > now + policy.leewaySeconds) throw tokenInvalid('it was issued in the future ("iat")');
  if (notBefore !== undefined && notBefore > now + policy.leewaySeconds) {
    throw tokenInvalid('it is not valid yet ("nbf")');
  }
  return expiry;
}

function time(claims: JsonObject, name: string): number | undefined {
  const value = member(claims, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || value < 0 || value > endOfTime) throw tokenInvalid(`"${name}" is not a time`);
  return value;
}

function subjectOf(claims: JsonObject, names: readonly string[]): string {
  const [subject, ...others] = names.map((name) => member(claims, name)).filter((value) => value !== undefined);
  if (typeof subject !== 'string' || !safeText.test(subject)) throw tokenInvalid('it names no user');
  if (others.some((other) => other !== subject)) throw tokenInvalid(`it names two users (${names.join(', ')})`);
  return subject;
}

function workspaceOf(claims: JsonObject, name: string): string {
  const workspace = member(claims, name);
  if (typeof workspace !== 'string' || workspace === '') throw tokenInvalid(`it names no workspace ("${name}")`);
  if (!safeWorkspace.test(workspace) || workspace.includes('..')) {
    throw tokenInvalid(`its workspace is not an identifier ("${name}")`);
  }
  return workspace;
}

function organizationsOf(claims: JsonObject, name: string): readonly string[] {
  const value = member(claims, name);
  return typeof value === 'string' && safeText.test(value) ? [value] : (texts(claims, name) ?? []);
}

/** A permission that is not known grants nothing. */
function permissionsOf(claims: JsonObject, name: string): readonly Permission[] | undefined {
  const granted = texts(claims, name);
  return granted === undefined ? undefined : permissions.filter((permission) => granted.includes(permission));
}

/** Undefined where the claim is absent. `null`, which Go writes for an empty list, is an empty list. */
function texts(claims: JsonObject, name: string): readonly string[] | undefined {
  const value = member(claims, name);
  if (value === undefined) return undefined;
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : value === null ? [] : undefined;
  if (list?.every((one) => typeof one === 'string' && safeText.test(one)) !== true) {
    throw tokenInvalid(`"${name}" is not a list of names`);
  }
  return list as readonly string[];
}
