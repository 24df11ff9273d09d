import assert from 'node:assert/strict';
import { HexaopsError } from '@hexaops/core';
import { fixedKeys } from '../keys/key-source.ts';
import { parseJwks } from '../keys/parse-jwks.ts';
import type { PolicyOptions } from '../policy.ts';
import { createVerifier, type Verifier } from '../verifier.ts';
import { ecKey, jwksOf, noon, rsaKey, type SigningKey } from './tokens.ts';

export const rsa = rsaKey();
export const ec = ecKey();
/** A key that no JWKS holds. */
export const stranger = rsaKey();

/** A verifier that knows these keys, at the time `now` in milliseconds since the epoch. */
export function verifierFor(keys: readonly SigningKey[], options: PolicyOptions = {}, now = noon): Verifier {
  return createVerifier({ ...options, keys: fixedKeys(() => parseJwks(jwksOf(...keys))), now: () => now });
}

export const verifier = verifierFor([rsa, ec]);

/** Asserts that the token is refused for that reason, in an error that holds nothing of the token. */
export async function refused(
  token: string,
  pattern: RegExp,
  by: Verifier = verifier,
  code = 'token-invalid',
): Promise<void> {
  await assert.rejects(by.verify(token), (error: unknown) => {
    assert.ok(HexaopsError.is(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, pattern);
    assert.equal(error.cause, undefined);
    for (const segment of token.split('.').filter((part) => part.length > 8)) {
      assert.ok(!JSON.stringify([error.message, error.nextStep, error.details]).includes(segment));
    }
    return true;
  });
}
