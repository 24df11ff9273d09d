import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import * as fc from 'fast-check';
import { type LineOptions, type Verdict, verifyLines } from './lines.ts';
import { claims, ecKey, jwkOfModulus, jwksOf, mint, noon, rsaKey } from './testing/tokens.ts';

const rsa = rsaKey();
const ec = ecKey();
const jwks = jwksOf(rsa, ec);
const now = (): number => noon;

const verdicts = (lines: Iterable<string | Uint8Array>, options: LineOptions = {}, keys = jwks): Promise<Verdict[]> =>
  Array.fromAsync(verifyLines(keys, lines, { now, ...options }));

describe('one verdict for each line', () => {
  it('says whom a valid token names', async () => {
    const valid = { valid: true, subject: 'user-1', workspace: 'ws-1', expiresAt: '2026-01-15T12:00:10.000Z' };
    assert.deepEqual(await verdicts([mint(rsa), Buffer.from(mint(ec))]), [valid, valid]);
  });

  it('says why another is refused, in the order of the lines', async () => {
    const lines = [
      '',
      mint(rsa),
      'x',
      mint(rsaKey()),
      mint(rsa, { ...claims, exp: claims.iat - 10, iat: claims.iat - 20 }),
    ];
    const codes = (await verdicts(lines)).map((verdict) => (verdict.valid ? 'valid' : verdict.code));
    assert.deepEqual(codes, ['token-invalid', 'valid', 'token-invalid', 'token-invalid', 'token-expired']);
    const late = await verdicts([mint(rsa)], { now: () => noon + 60_000 });
    assert.deepEqual(late, [{ valid: false, code: 'token-expired', reason: 'the token has expired' }]);
  });

  it('is given for every line, whatever its bytes', async () => {
    const huge = Buffer.alloc(10_000_000, 0x41);
    const odd = [
      randomBytes(1000),
      huge,
      huge.toString(),
      Buffer.from(`${mint(rsa)}\r`),
      Buffer.from('\ufeff'),
      `${mint(rsa)} `,
    ];
    for (const verdict of await verdicts(odd)) assert.equal(verdict.valid, false);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }))), async (lines) => {
        const all = await verdicts(lines);
        assert.equal(all.length, lines.length);
        for (const verdict of all)
          assert.ok(!verdict.valid && verdict.code === 'token-invalid' && verdict.reason !== '');
      }),
    );
  });

  it('goes by other expectations where they are given', async () => {
    const token = mint(rsa, { ...claims, iss: 'a', aud: 'b', token_type: 'c' });
    const [verdict] = await verdicts([token], {
      issuer: 'a',
      audience: 'b',
      tokenType: 'c',
      algorithms: ['RS256'],
      leewaySeconds: 0,
    });
    assert.equal(verdict?.valid, true);
  });

  it('is against the token where the JWKS has no key that may verify', async () => {
    const weak = JSON.stringify({ keys: [jwkOfModulus((1n << 1023n) + 1n)] });
    const [verdict] = await verdicts([mint(rsa)], {}, weak);
    assert.ok(verdict !== undefined && !verdict.valid);
    assert.match(verdict.reason, /RSA of 1024 bits/);
  });
});

describe('a JWKS that is none', () => {
  it('is said to be so, without its text', async () => {
    for (const text of ['', 'secret', '{"keys":secret}', '{}']) {
      await assert.rejects(
        verdicts([mint(rsa)], {}, text),
        (error: unknown) => HexaopsError.is(error, 'config-invalid') && !error.message.includes('secret'),
      );
    }
  });
});
