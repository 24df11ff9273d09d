import type { Clock } from '../clock.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Directory } from '../people/directory.ts';
import { Problem } from '../problem.ts';
import { forgeToken, forgeableAlgorithms } from '../tokens/forge-token.ts';
import type { ForgeableAlgorithm } from '../tokens/forge-token.ts';
import { internalTokenClaims } from '../tokens/internal-token.ts';
import { createSigningKey } from '../tokens/signing-keys.ts';
import type { SigningKey, SigningKeys } from '../tokens/signing-keys.ts';

/** A token to be made, right or wrong. What is not said is as in a real internal token of alice in her workspace. */
export interface TokenRequest {
  readonly user?: string;
  readonly workspace?: string;
  /** May be negative: the token has then already ended. */
  readonly lifetimeSeconds?: number;
  /** Written over the usual claims; null removes one. */
  readonly claims?: JsonObject;
  /** Written over the usual header; null removes a member. */
  readonly header?: JsonObject;
  readonly algorithm?: ForgeableAlgorithm;
  /** `foreign`: a key that the control plane never served. */
  readonly key?: 'current' | 'previous' | 'foreign';
}

export class TokenForge {
  readonly #keys: SigningKeys;
  readonly #directory: Directory;
  readonly #clock: Clock;
  #foreign: Promise<SigningKey> | undefined;

  constructor(keys: SigningKeys, directory: Directory, clock: Clock) {
    this.#keys = keys;
    this.#directory = directory;
    this.#clock = clock;
  }

  async make(request: TokenRequest): Promise<string> {
    const { user: id = 'alice', lifetimeSeconds, algorithm = 'RS256' } = request;
    if (!forgeableAlgorithms.includes(algorithm)) {
      throw new Problem(400, `algorithm must be one of ${forgeableAlgorithms.join(', ')}`);
    }
    const user = this.#directory.user(id) ?? { id, name: id, organizations: [], memberships: [] };
    const workspace = request.workspace ?? user.memberships[0]?.workspace ?? '';
    const usual = internalTokenClaims({ user, workspace }, this.#clock, lifetimeSeconds) as JsonObject;
    const claims = overridden(usual, request.claims);
    const header = overridden({ alg: algorithm, typ: 'JWT' }, request.header);
    return forgeToken(header, claims, algorithm, await this.#key(request.key ?? 'current'));
  }

  async #key(which: string): Promise<SigningKey> {
    if (which === 'current') return this.#keys.current;
    if (which === 'foreign') return (this.#foreign ??= createSigningKey());
    if (which !== 'previous') throw new Problem(400, 'key must be current, previous or foreign');
    if (this.#keys.previous === undefined) throw new Problem(409, 'there is no previous key: rotate first');
    return this.#keys.previous;
  }
}

/** A request as it comes over HTTP. */
export function parseTokenRequest(body: JsonObject): TokenRequest {
  for (const name of ['claims', 'header'] as const) {
    if (body[name] !== undefined && !isJsonObject(body[name])) throw new Problem(400, `${name} must be an object`);
  }
  for (const name of ['user', 'workspace', 'algorithm', 'key'] as const) {
    if (body[name] !== undefined && typeof body[name] !== 'string') throw new Problem(400, `${name} must be text`);
  }
  const lifetime = body['lifetimeSeconds'];
  if (lifetime !== undefined && typeof lifetime !== 'number')
    throw new Problem(400, 'lifetimeSeconds must be a number');
  return body;
}

function overridden(usual: JsonObject, overrides: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries({ ...usual, ...overrides }).filter(([, value]) => value !== null));
}
