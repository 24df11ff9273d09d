import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { fixedKeys } from './keys/key-source.ts';
import { parseJwks } from './keys/parse-jwks.ts';
import { claims, mint, noon, noonSeconds, rsaKey } from './testing/tokens.ts';
import { ec, refused, rsa, verifier, verifierFor } from './testing/verifiers.ts';
import { createVerifier } from './verifier.ts';

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
