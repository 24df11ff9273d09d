import assert from 'node:assert/strict';
import { constants, createHmac, sign } from 'node:crypto';
import { describe, it } from 'node:test';
import { fixedKeys } from './keys/key-source.ts';
import { parseJwks } from './keys/parse-jwks.ts';
import { claims, encode, mint, noon, signatureOf, signText } from './testing/tokens.ts';
import { ec, refused, rsa, stranger, verifier, verifierFor } from './testing/verifiers.ts';
import { createVerifier } from './verifier.ts';

describe('an attack on the header or the form is refused', () => {
  const payload = encode(JSON.stringify(claims));
  const unsigned = (alg: unknown, signature = '') =>
    `${encode(JSON.stringify({ alg, typ: 'JWT' }))}.${payload}.${signature}`;

  for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none ', '', null, 0, ['RS256'], undefined]) {
    it(`algorithm ${JSON.stringify(alg)}`, async () => {
      await refused(unsigned(alg), /no signature/);
      await refused(unsigned(alg, 'AA'), /algorithm/);
      await refused(mint(rsa, claims, { alg }), /algorithm/);
    });
  }

  it('HMAC with the public key as the secret', async () => {
    const pem = rsa.privateKey;
    const secrets = [JSON.stringify(rsa.jwk), String(rsa.jwk['n']), pem.export({ format: 'pem', type: 'pkcs8' })];
    for (const secret of secrets) {
      const input = unsigned('HS256').slice(0, -1);
      const mac = createHmac('sha256', secret).update(input).digest('base64url');
      await refused(`${input}.${mac}`, /algorithm/);
    }
  });

  it('a symmetric key in the JWKS', async () => {
    const secret = Buffer.alloc(32, 7);
    const jwk = { kty: 'oct', k: secret.toString('base64url'), alg: 'HS256' };
    const keys = fixedKeys(() => parseJwks(JSON.stringify({ keys: [jwk] })));
    const input = unsigned('HS256').slice(0, -1);
    const mac = createHmac('sha256', secret).update(input).digest('base64url');
    await refused(`${input}.${mac}`, /algorithm/, createVerifier({ keys, now: () => noon }));
    await refused(mint(rsa), /symmetric/, createVerifier({ keys, now: () => noon }));
  });

  it('an algorithm that the configuration leaves out', () =>
    refused(mint(ec), /none of RS256/, verifierFor([ec], { algorithms: ['RS256'] })));

  it('an algorithm of the other kind of key', async () => {
    await refused(mint(rsa, claims, { alg: 'ES256' }), /signature/);
    await refused(mint(ec, claims, { alg: 'RS256' }), /signature/);
  });

  for (const alg of ['PS256', 'RS384', 'RS512', 'ES384', 'ES256K', 'EdDSA', 'HS512', 'rs256', 'RS256 ']) {
    it(`algorithm ${alg}`, () => refused(mint(rsa, claims, { alg }), /algorithm/));
  }

  it('a PSS signature under the name of RS256', async () => {
    const input = mint(rsa).split('.').slice(0, 2).join('.');
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const signature = sign('sha256', Buffer.from(input), { key: rsa.privateKey, padding, saltLength: 32 });
    await refused(`${input}.${signature.toString('base64url')}`, /signature/);
  });

  const injected = { jku: 'https://attacker/jwks', x5u: 'https://attacker/x', jwk: stranger.jwk, x5c: ['MIIB'] };
  for (const [name, value] of Object.entries(injected)) {
    it(`its own key by "${name}"`, async () => {
      await refused(mint(stranger, claims, { [name]: value }), new RegExp(name));
      await refused(mint(rsa, claims, { [name]: value }), new RegExp(name));
      await refused(mint(rsa, claims, { [name]: null }), new RegExp(name));
    });
  }

  for (const kid of [
    '../../dev/null',
    "' OR 1=1 --",
    '__proto__',
    'constructor',
    'https://attacker/key',
    '\u0000',
    '',
  ]) {
    it(`key id ${JSON.stringify(kid)} by a stranger`, () => refused(mint(stranger, claims, { kid }), /signature/));
  }

  it('a key id that is no text', async () => {
    await refused(mint(rsa, claims, { kid: 1 }), /kid/);
    await refused(mint(rsa, claims, { kid: { toString: 'x' } }), /kid/);
  });

  it('critical extensions, known to somebody or not', async () => {
    for (const crit of [['exp'], ['b64'], ['unknown'], [], null, 'b64']) {
      await refused(mint(rsa, claims, { crit, unknown: 1, b64: true }), /crit/);
    }
  });

  it('an unencoded payload', () => refused(mint(rsa, claims, { b64: false }), /b64/));

  it('another type of token', async () => {
    for (const typ of ['at+jwt', 'JOSE', 'JWE', 'logout+jwt', '', 1]) await refused(mint(rsa, claims, { typ }), /typ/);
  });

  it('the signature of a stranger, of other claims, or none', async () => {
    await refused(mint(stranger), /signature/);
    const [header, body] = mint(rsa).split('.');
    const [, otherBody, otherSignature] = mint(rsa, { ...claims, active_workspace_id: 'ws-2' }).split('.');
    await refused(`${header}.${otherBody}.${mint(rsa).split('.')[2]}`, /signature/);
    await refused(`${header}.${body}.${otherSignature}`, /signature/);
    await refused(`${header}.${body}.`, /no signature/);
  });

  it('parts too few, too many, or of an encrypted token', async () => {
    const token = mint(rsa);
    for (const odd of [
      token.split('.')[0],
      token.split('.').slice(0, 2).join('.'),
      `${token}.`,
      `${token}.x`,
      `.${token}`,
    ]) {
      await refused(odd ?? '', /three parts/);
    }
    await refused('a.b.c.d.e', /three parts/);
    await refused('..', /no signature/);
    await refused('', /empty/);
    await refused(JSON.stringify({ payload: 'x', signatures: [] }), /three parts/);
  });

  it('any writing of a part but the canonical one', async () => {
    const [header = '', body = '', signature = ''] = mint(rsa).split('.');
    const odd = [
      `${signature}=`,
      `${signature}==`,
      `${signature} `,
      `${signature}\n`,
      ` ${signature}`,
      `${signature}A`,
    ];
    for (const one of odd) await refused(`${header}.${body}.${one}`, /base64url|signature/);
    await refused(`${header}\n.${body}.${signature}`, /base64url/);
    await refused(`${header}.${body}%.${signature}`, /base64url/);
    const standard = Buffer.from(signature, 'base64url').toString('base64');
    await refused(`${header}.${body}.${standard}`, /base64url/);
    assert.equal(signature.length % 4, 2);
    for (const bits of ['B', 'R', 'h', 'x']) {
      const last = signature.at(-1) === bits ? 'C' : bits;
      await refused(`${header}.${body}.${signature.slice(0, -1)}${last}`, /base64url|signature/);
    }
  });

  it('a name that occurs twice', async () => {
    const header = '{"alg":"RS256","typ":"JWT"}';
    const text = JSON.stringify(claims);
    const twice = text.replace('{', '{"sub":"user-2",');
    await refused(signText(rsa, '{"alg":"none","alg":"RS256"}', text), /header/);
    await refused(signText(rsa, header, twice), /payload/);
    await refused(signText(rsa, header, text.replace('{', String.raw`{"s\u0075b":"user-2",`)), /payload/);
    await refused(signText(rsa, header, text.replace('{', '{"x":{"y":1,"y" :2},')), /payload/);
    await verifier.verify(signText(rsa, header, text.replace('{', '{"x":{"sub":["sub","sub"],"y":"\\"sub\\":"},')));
  });

  it('a payload that is no JSON object, or not UTF-8', async () => {
    for (const odd of ['[]', '"x"', 'null', '1', '{', '', '\ufeff{}', '{}x', Buffer.from([0x7b, 0xff, 0x7d])]) {
      await refused(signText(rsa, '{"alg":"RS256"}', odd), /payload|base64url/);
      await refused(signText(rsa, odd, '{}'), /header|base64url/);
    }
  });

  it('claims by way of the prototype', async () => {
    const { active_workspace_id: _, ...rest } = claims;
    const text = JSON.stringify(rest).replace('{', '{"__proto__":{"active_workspace_id":"ws-1"},');
    await refused(signText(rsa, '{"alg":"RS256"}', text), /no workspace/);
  });

  it('more bytes than are allowed, without reading them', async () => {
    await refused(mint(rsa, { ...claims, padding: 'x'.repeat(8192) }), /longer than 8192/);
    await refused('.'.repeat(10_000_000), /longer than 8192/);
  });

  it('an ES256 signature in another form', async () => {
    const input = mint(ec).split('.').slice(0, 2).join('.');
    const raw = signatureOf(ec, input);
    const der = sign('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'der' });
    const zero = Buffer.alloc(64);
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
    const halfZero = [
      Buffer.concat([raw.subarray(0, 32), zero.subarray(32)]),
      Buffer.concat([zero.subarray(32), raw.subarray(32)]),
    ];
    const forged = [
      der,
      zero,
      ...halfZero,
      Buffer.concat([order, order]),
      Buffer.concat([raw, zero]),
      raw.subarray(0, 63),
    ];
    for (const signature of forged) await refused(`${input}.${signature.toString('base64url')}`, /signature/);
    await verifier.verify(`${input}.${raw.toString('base64url')}`);
  });
});
