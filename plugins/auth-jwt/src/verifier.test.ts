import assert from 'node:assert/strict';
import { createHmac, sign, constants } from 'node:crypto';
import { describe, it } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import * as fc from 'fast-check';
import { fixedKeys } from './keys/key-source.ts';
import { parseJwks } from './keys/parse-jwks.ts';
import type { PolicyOptions } from './policy.ts';
import {
  type Claims,
  claims,
  ecKey,
  encode,
  jwksOf,
  mint,
  noon,
  noonSeconds,
  rsaKey,
  signatureOf,
  type SigningKey,
  signText,
} from './testing/tokens.ts';
import { createVerifier, type Verifier } from './verifier.ts';

const rsa = rsaKey();
const ec = ecKey();
const stranger = rsaKey();

function verifierFor(keys: readonly SigningKey[], options: PolicyOptions = {}, now = noon): Verifier {
  return createVerifier({ ...options, keys: fixedKeys(() => parseJwks(jwksOf(...keys))), now: () => now });
}

const verifier = verifierFor([rsa, ec]);

async function refused(token: string, pattern: RegExp, by: Verifier = verifier, code = 'token-invalid'): Promise<void> {
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

describe('a token that the control plane minted', () => {
  for (const key of [rsa, ec]) {
    it(`makes a caller (${key.algorithm})`, async () => {
      const token = mint(key, { ...claims, roles: ['admin'], permissions: ['aiops:read', 'aiops:fly'] });
      const caller = await verifier.verify(token);
      assert.equal(caller.subject, 'user-1');
      assert.equal(caller.workspace, 'ws-1');
      assert.deepEqual(caller.organizations, ['org-1', 'org-2']);
      assert.deepEqual(caller.roles, ['admin']);
      assert.deepEqual(caller.permissions, ['aiops:read']);
      assert.equal(caller.token?.reveal(), token);
      assert.equal(caller.token?.expiresAt, noon + 10_000);
    });
  }

  it('leaves roles and permissions open where it does not say', async () => {
    const { roles, permissions } = await verifier.verify(mint(rsa));
    assert.deepEqual([roles, permissions], [undefined, undefined]);
  });

  it('grants nothing where its permissions are null, as Go writes an empty list', async () => {
    const caller = await verifier.verify(mint(rsa, { ...claims, permissions: null, org_ids: null }));
    assert.deepEqual([caller.permissions, caller.organizations], [[], []]);
  });

  it('may name its audience as text, or several', async () => {
    await verifier.verify(mint(rsa, { ...claims, aud: 'hexabase-aiops-service' }));
    await verifier.verify(mint(rsa, { ...claims, aud: ['another', 'hexabase-aiops-service'] }));
  });

  it('may carry a key id, of a key of the JWKS or of none', async () => {
    const named = verifierFor([rsaKey('old'), { ...rsa, jwk: { ...rsa.jwk, kid: 'new' } }]);
    await named.verify(mint(rsa, claims, { kid: 'new' }));
    await named.verify(mint(rsa, claims, { kid: 'unheard-of' }));
    await refused(mint(rsa, claims, { kid: 'old' }), /signature/, named);
  });

  it('may leave its type out', async () => {
    await verifier.verify(mint(rsa, claims, { typ: undefined }));
    await verifier.verify(mint(rsa, claims, { typ: 'jwt' }));
  });

  it('holds from leeway before its birth to leeway after its end, and no second longer', async () => {
    const token = mint(rsa);
    const at = (seconds: number, leewaySeconds?: number) =>
      verifierFor([rsa], { leewaySeconds }, noon + seconds * 1000);
    await at(-2).verify(token);
    await at(11.999).verify(token);
    await refused(token, /future/, at(-2.001));
    await refused(token, /expired/, at(12), 'token-expired');
    await refused(token, /expired/, at(10, 0), 'token-expired');
  });
});

describe('the older shape of the control plane', () => {
  const legacy = {
    iss: 'hexabase-control-plane',
    aud: 'hexabase-aiops',
    sub: 'user-1',
    workspace_id: 'ws-1',
    org_id: 'org-1',
  };
  const times = { iat: noonSeconds - 60, exp: noonSeconds + 3540 };

  it('is accepted by configuration', async () => {
    const token = mint(rsa, { ...legacy, ...times, plan_type: 'shared', permissions: ['aiops:read'] });
    const caller = await verifierFor([rsa], { shape: 'legacy' }).verify(token);
    assert.deepEqual([caller.workspace, caller.organizations, caller.permissions], ['ws-1', ['org-1'], ['aiops:read']]);
    await refused(token, /meant for another service/);
  });

  it('is refused when it lives longer than an hour', async () => {
    const token = mint(rsa, { ...legacy, ...times, exp: noonSeconds + 3541 });
    await refused(token, /longer than 3600 s/, verifierFor([rsa], { shape: 'legacy' }));
  });

  it('takes claims by any other name', async () => {
    const { active_workspace_id: tenant, ...rest } = claims;
    const caller = await verifierFor([rsa], { claims: { workspace: 'tenant' } }).verify(mint(rsa, { ...rest, tenant }));
    assert.equal(caller.workspace, 'ws-1');
  });
});

describe('a token whose claims are wrong is refused', () => {
  const without = (name: string): Claims => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  const cases: readonly (readonly [string, Claims, RegExp])[] = [
    ['another issuer', { ...claims, iss: 'https://attacker' }, /iss/],
    ['an issuer in a list', { ...claims, iss: ['hexabase-control-plane'] }, /iss/],
    ['no issuer', without('iss'), /iss/],
    ['another audience', { ...claims, aud: ['hexabase-api'] }, /aud/],
    ['an audience that begins like ours', { ...claims, aud: 'hexabase-aiops-service-2' }, /aud/],
    ['an audience that is an object', { ...claims, aud: { 0: 'hexabase-aiops-service' } }, /aud/],
    ['an audience with something else than text', { ...claims, aud: ['hexabase-aiops-service', 1] }, /aud/],
    ['no audience', without('aud'), /aud/],
    ['another token type', { ...claims, token_type: 'access' }, /token_type/],
    ['no token type', without('token_type'), /token_type/],
    ['no expiry', without('exp'), /exp/],
    ['an expiry that is text', { ...claims, exp: String(claims.exp) }, /exp/],
    ['an expiry at the end of time', { ...claims, exp: 1e300 }, /exp/],
    ['an expiry of null', { ...claims, exp: null }, /exp/],
    ['no time of issue', without('iat'), /iat/],
    ['an issue in the future', { ...claims, iat: noonSeconds + 3 }, /iat/],
    ['an end before the beginning', { ...claims, iat: noonSeconds + 1, exp: noonSeconds + 1 }, /iat/],
    ['too long a life', { ...claims, exp: noonSeconds + 3601 }, /longer/],
    ['a beginning in the future', { ...claims, nbf: noonSeconds + 3 }, /nbf/],
    ['a beginning that is text', { ...claims, nbf: 'now' }, /nbf/],
    ['two users', { ...claims, user_id: 'user-2' }, /two users/],
    ['a user that is a number', { ...claims, sub: 1, user_id: 1 }, /no user/],
    ['an empty user', { ...claims, sub: '', user_id: '' }, /no user/],
    ['a user with a line break', { ...claims, sub: 'a\nb', user_id: 'a\nb' }, /no user/],
    ['no workspace', without('active_workspace_id'), /no workspace/],
    ['an empty workspace', { ...claims, active_workspace_id: '' }, /no workspace/],
    ['a workspace that is a list', { ...claims, active_workspace_id: ['ws-1'] }, /no workspace/],
    ['a workspace that climbs', { ...claims, active_workspace_id: '../ws-2' }, /not an identifier/],
    ['a workspace with dots in a row', { ...claims, active_workspace_id: 'ws..2' }, /not an identifier/],
    ['a workspace with a slash', { ...claims, active_workspace_id: 'ws-1/ws-2' }, /not an identifier/],
    ['a workspace with a line break', { ...claims, active_workspace_id: 'ws-1\n' }, /not an identifier/],
    ['permissions in one text', { ...claims, permissions: 'aiops:admin' }, /permissions/],
    ['roles that are numbers', { ...claims, roles: [1] }, /roles/],
  ];
  for (const [name, payload, pattern] of cases) it(name, () => refused(mint(rsa, payload), pattern));
});

describe('an attack on the header or the form is refused', () => {
  const payload = encode(JSON.stringify(claims));
  const unsigned = (alg: unknown, signature = '') =>
    `${encode(JSON.stringify({ alg, typ: 'JWT' }))}.${payload}.${signature}`;

  for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none ', '', null, 0, ['RS256'], undefined]) {
    it(`algorithm ${JSON.stringify(alg)}`, async () => {
      await refused(unsigned(alg), /base64url/);
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
    await refused(`${header}.${body}.`, /base64url/);
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
    await refused('..', /base64url/);
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

describe('properties', () => {
  it('no token with one bit changed verifies', async () => {
    for (const key of [rsa, ec]) {
      const token = mint(key);
      const bits = fc.integer({ min: 0, max: token.length * 7 - 1 });
      await fc.assert(
        fc.asyncProperty(bits, async (bit) => {
          const bytes = Buffer.from(token, 'latin1');
          const position = Math.floor(bit / 7);
          bytes[position] = (bytes[position] ?? 0) ^ (1 << (bit % 7));
          await refused(bytes.toString('latin1'), /./);
        }),
        { numRuns: 300 },
      );
    }
  });

  it('no text that nobody signed verifies, and each is answered with a reason', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.array(fc.base64String()).map((parts) => parts.join('.')),
    );
    await fc.assert(fc.asyncProperty(text, (token) => refused(token, /the token is refused/)));
  });

  it('every set of claims that the control plane can mint verifies', async () => {
    const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/);
    const made = fc.record({
      user: name,
      workspace: name,
      organizations: fc.array(name),
      life: fc.integer({ min: 1, max: 3600 }),
    });
    await fc.assert(
      fc.asyncProperty(made, fc.constantFrom(rsa, ec), async ({ user, workspace, organizations, life }, key) => {
        const times = { iat: noonSeconds, exp: noonSeconds + life };
        const payload = {
          ...claims,
          ...times,
          sub: user,
          user_id: user,
          org_ids: organizations,
          active_workspace_id: workspace,
        };
        const caller = await verifier.verify(mint(key, payload));
        assert.deepEqual([caller.subject, caller.workspace, caller.organizations], [user, workspace, organizations]);
      }),
    );
  });
});

describe('options that contradict themselves', () => {
  it('are refused with what would be right', () => {
    const keys = fixedKeys(() => parseJwks('{"keys":[]}'));
    const refuses = (options: object, pattern: RegExp) => {
      assert.throws(
        () => createVerifier({ ...options, keys }),
        (error: unknown) =>
          HexaopsError.is(error, 'config-invalid') && pattern.test(`${error.message} ${error.nextStep}`),
      );
    };
    refuses({ leewaySeconds: 3 }, /0 to 2/);
    refuses({ leewaySeconds: Number.NaN }, /0 to 2/);
    refuses({ algorithms: [] }, /RS256 or ES256/);
    refuses({ algorithms: ['none'] }, /RS256/);
    refuses({ shape: 'internl' }, /internal/);
  });
});
