import { generateKeyPairSync } from 'node:crypto';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runChecks, serverCheckChecks } from '@hexaops/core/testing';
import { clockCheck, keysCheck } from './checks.ts';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = { keys: [publicKey.export({ format: 'jwk' })] };
const { signal } = new AbortController();

describe('the check of the keys', () => {
  runChecks(
    serverCheckChecks({
      checkOf: (jwksUrl) => keysCheck({ jwksUrl }),
      well: { answer: { pieces: [JSON.stringify(jwks)] }, says: /^1 usable in http/ },
      unwell: {
        'a set without a usable key': {
          answer: { pieces: [JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] })] },
          says: /no usable key; left out: key 0: symmetric.*publish an RSA key/,
        },
        'what is no set of keys': { answer: { pieces: ['{}'] }, says: /JWKS cannot be read/ },
        'a server that does not give it': {
          answer: { status: 404, pieces: [] },
          says: /the answer was 404.*check jwksUrl/,
        },
      },
    }),
    test,
  );

  test('reads them from the configuration, and from a file', async () => {
    assert.equal((await keysCheck({ jwks }).check(signal)).message, '1 usable in the configuration');
    await assert.rejects(
      keysCheck({ jwksFile: '/nowhere/jwks.json' }).check(signal),
      /\/nowhere\/jwks.json cannot be read/,
    );
  });
});

describe('the check of the clock', () => {
  const at = (offset: number) => ({ date: new Date(Date.now() + offset).toUTCString() });
  runChecks(
    serverCheckChecks({
      checkOf: (jwksUrl) => clockCheck({ jwksUrl }),
      well: { answer: { pieces: ['{}'] }, says: /^it agrees with that of the control plane/ },
      unwell: {
        'a clock that is ahead': {
          answer: { headers: at(60_000), pieces: [] },
          says: /s behind the control plane.*NTP/,
        },
        'a clock that is behind': {
          answer: { headers: at(-60_000), pieces: [] },
          says: /s ahead of the control plane/,
        },
      },
    }),
    test,
  );

  test('has nothing to compare with where the keys come from no server', async () => {
    assert.equal((await clockCheck({ jwks }).check(signal)).skipped, true);
  });
});
