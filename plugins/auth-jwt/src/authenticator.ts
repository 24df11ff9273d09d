import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Authenticator } from '@hexaops/core';
import type { AuthJwtConfig } from './config.ts';
import { CachedKeys } from './keys/cached-keys.ts';
import { type Fetch, fetchJwks } from './keys/fetch-jwks.ts';
import { parseJwks } from './keys/parse-jwks.ts';
import { fixedKeys, type KeySource } from './keys/key-source.ts';
import { configInvalid, tokenInvalid } from './refusal.ts';
import { createVerifier } from './verifier.ts';

/** What tests put in the place of the world. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly fetch?: Fetch;
  /** Waits that many milliseconds of the clock that `now` reads. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** Verifies `Authorization: Bearer` headers. Raises `config-invalid`; does no I/O until the first token comes. */
export function createJwtAuthenticator(
  config: AuthJwtConfig,
  { now = Date.now, fetch = globalThis.fetch, wait = delay }: Surroundings = {},
): Authenticator {
  const verifier = createVerifier({ ...config, keys: keySourceOf(config, { now, fetch, wait }), now });
  return {
    id: 'auth-jwt',
    async authenticate({ headers }, signal) {
      const token = bearerOf(headers['authorization']);
      if (token === undefined) return undefined;
      signal.throwIfAborted();
      return await verifier.verify(token);
    },
  };
}

function keySourceOf(config: AuthJwtConfig, { now, fetch, wait }: Required<Surroundings>): KeySource {
  const { jwksUrl, jwksFile, jwks } = config;
  if ([jwksUrl, jwksFile, jwks].filter((source) => source !== undefined).length !== 1) {
    throw configInvalid(
      'the keys come from exactly one place',
      'set one of jwksUrl ({control plane}/.well-known/jwks.json), jwksFile or jwks',
    );
  }
  if (jwks !== undefined) return fixedKeys(() => parseJwks(JSON.stringify(jwks)));
  return new CachedKeys({
    load: loaderOf(jwksUrl, jwksFile, fetch),
    timeoutMilliseconds: config.jwksTimeoutMilliseconds ?? 2000,
    refreshSeconds: config.jwksRefreshSeconds ?? 300,
    retrySeconds: 30,
    unknownKeySeconds: 1,
    staleSeconds: config.jwksStaleSeconds ?? 86_400,
    now,
    wait,
  });
}

function loaderOf(
  url: string | undefined,
  file: string | undefined,
  fetch: Fetch,
): (signal: AbortSignal) => Promise<string> {
  if (url === undefined) return (signal) => readFile(file ?? '', { encoding: 'utf8', signal });
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '') {
    throw configInvalid(
      'jwksUrl is not an http(s) URL without credentials',
      'for example https://control-plane/.well-known/jwks.json',
    );
  }
  return (signal) => fetchJwks(parsed.href, fetch, signal);
}

/** Undefined where there is no bearer token at all; RFC 6750 2.1. */
function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined || !/^bearer(?: |$)/i.test(header)) return undefined;
  const token = header.slice('bearer '.length);
  if (token === '') throw tokenInvalid('the Authorization header carries no token');
  return token;
}
