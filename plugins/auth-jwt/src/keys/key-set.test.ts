import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { ecKey, jwkOfModulus, rsaKey } from '../testing/tokens.ts';
import { readKeySet } from './key-set.ts';

const rsa = rsaKey('rsa').jwk;
const ec = ecKey('ec').jwk;

async function read(...keys: readonly unknown[]): Promise<readonly (readonly string[])[]> {
  const { keys: usable, refused } = await readKeySet(JSON.stringify({ keys }));
  return [usable.map(({ algorithm }) => algorithm), refused];
}

/** A number of `bits` bits that has the residue of a sound key: no factor of up to 167. */
function soundModulus(bits: number): bigint {
  const { jwk } = rsaKey(undefined, bits);
  return BigInt(`0x${Buffer.from(String(jwk['n']), 'base64url').toString('hex')}`);
}

const primorial = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
  113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
].reduce((product, prime) => product * BigInt(prime), 1n);

/** A modulus as the flawed devices make them: a power of 65537 modulo the primorial. */
function rocaModulus(exponent: number, bits = 2048): bigint {
  let residue = 1n;
  for (let step = 0; step < exponent; step++) residue = (residue * 65537n) % primorial;
  const random = BigInt(`0x${randomBytes(bits / 8).toString('hex')}`) | (1n << BigInt(bits - 1));
  return random - (random % primorial) + residue + (random % primorial > residue ? 0n : -primorial);
}

describe('the keys of a JWKS', () => {
  it('are RSA and P-256 keys, in their order', async () => {
    assert.deepEqual(await read(rsa, ec), [['RS256', 'ES256'], []]);
    assert.deepEqual(await read({ ...rsa, use: 'sig', alg: 'RS256', key_ops: ['verify'] }), [['RS256'], []]);
  });

  it('may be one JWK alone', async () => {
    assert.equal((await readKeySet(JSON.stringify(ec))).keys.length, 1);
  });

  it('have one fingerprint in whatever order they are listed', async () => {
    const fingerprint = async (...keys: readonly unknown[]) => (await readKeySet(JSON.stringify({ keys }))).fingerprint;
    assert.equal(await fingerprint(rsa, ec), await fingerprint(ec, rsa));
    assert.notEqual(await fingerprint(rsa, ec), await fingerprint(rsa));
    assert.notEqual(await fingerprint(rsa), await fingerprint({ ...rsa, kid: 'other' }));
  });

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['symmetric', { kty: 'oct', k: 'AAAA' }, /symmetric/],
    ['published with its private part (RSA)', { ...rsa, d: 'AAAA' }, /private/],
    ['published with its private part (EC)', { ...ec, d: 'AAAA' }, /private/],
    ['an RSA key with the member of a symmetric one', { ...rsa, k: 'AAAA' }, /private/],
    ['for encryption', { ...rsa, use: 'enc' }, /use/],
    ['for signing only', { ...rsa, key_ops: ['sign'] }, /key_ops/],
    ['for something that is no list', { ...rsa, key_ops: 'verify' }, /key_ops/],
    ['for another algorithm', { ...rsa, alg: 'RS512' }, /alg/],
    ['for PSS', { ...rsa, alg: 'PS256' }, /alg/],
    ['for HMAC', { ...rsa, alg: 'HS256' }, /alg/],
    ['for the algorithm of the other kind', { ...rsa, alg: 'ES256' }, /alg/],
    ['on another curve', { ...ec, crv: 'P-384' }, /P-256/],
    ['on the curve of Bitcoin', { ...ec, crv: 'secp256k1' }, /P-256/],
    ['Ed25519', { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }, /neither/],
    ['not on its curve', { ...ec, y: ec['x'] }, /no key/],
    ['of too few bytes', { ...ec, x: 'AAAA' }, /32 bytes/],
    ['without a modulus', { kty: 'RSA', e: 'AQAB' }, /base64url/],
    ['of a modulus with white space', { ...rsa, n: ` ${String(rsa['n'])}` }, /base64url/],
    ['named by a number', { ...rsa, kid: 7 }, /kid/],
    ['no object', 'key', /no JWK/],
    ['nothing', null, /no JWK/],
  ];
  for (const [name, jwk, pattern] of wrong) {
    it(`do not include one that is ${name}`, async () => {
      const [usable, refused] = await read(jwk, rsa);
      assert.deepEqual(usable, ['RS256']);
      assert.equal(refused?.length, 1);
      assert.match(refused?.[0] ?? '', pattern);
    });
  }

  it('are not found in what is no JWKS', async () => {
    for (const text of ['', 'x', '[]', '{}', '{"keys":{}}', '{"keys":null}', '{"keys":[],"keys":[]}', '<html>']) {
      await assert.rejects(readKeySet(text), SyntaxError);
    }
    await assert.rejects(readKeySet(JSON.stringify({ keys: Array(257).fill(rsa) })), /256/);
  });

  it('are read from any JSON, or refused, and nothing else happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (keys) => {
        assert.deepEqual((await readKeySet(JSON.stringify({ keys }))).keys, []);
      }),
    );
  });
});

describe('a weak RSA key', () => {
  const sound = soundModulus(2048);
  const refusal = async (modulus: bigint, exponent?: bigint) => (await read(jwkOfModulus(modulus, exponent)))[1]?.[0];

  it('is sound otherwise', async () => {
    assert.equal(await refusal(sound), undefined);
    assert.equal(await refusal(sound, 3n), undefined);
  });

  it('is refused when it is short, were it by one bit', async () => {
    for (const bits of [512, 1024, 2040])
      assert.match((await refusal(soundModulus(bits))) ?? '', new RegExp(`${bits} bits`));
    assert.match((await refusal((1n << 2047n) - 1n)) ?? '', /2047 bits/);
    assert.match((await refusal(0n)) ?? '', /1 bits/);
  });

  it('is refused when it is too long to be checked in time', async () => {
    assert.match((await refusal((1n << 8192n) + 1n)) ?? '', /8193 bits/);
    assert.match((await refusal(1n << 40_000n)) ?? '', /too long/);
  });

  it('is refused when its exponent signs nothing', async () => {
    for (const exponent of [0n, 1n, 2n, 4n, 65536n])
      assert.match((await refusal(sound, exponent)) ?? '', /even or less than 3/);
    assert.match((await refusal(sound, (1n << 64n) + 1n)) ?? '', /64 bits/);
  });

  it('is refused when anybody can factor it', async () => {
    assert.match((await refusal(sound - 1n)) ?? '', /small factor/);
    assert.match((await refusal(3n * (1n << 2047n) + 3n)) ?? '', /small factor/);
  });

  it('is refused when a device with CVE-2017-15361 made it', async () => {
    for (const exponent of [0, 1, 2, 17, 1000]) assert.match((await refusal(rocaModulus(exponent))) ?? '', /ROCA/);
    assert.match((await refusal(rocaModulus(5, 3072))) ?? '', /ROCA/);
  });
});
