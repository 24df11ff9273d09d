import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { Problem } from '../problem.ts';
import { Directory } from '../people/directory.ts';
import { exampleUsers, exampleWorkspaces } from '../people/examples.ts';
import { TokenForge } from '../switches/token-request.ts';
import type { TokenRequest } from '../switches/token-request.ts';
import { ManualClock } from '../testing/harness.ts';
import { SigningKeys } from './signing-keys.ts';
import { verifyInternalToken } from './verify-internal-token.ts';
import type { VerifiedToken } from './verify-internal-token.ts';

describe('the control plane verifies its own token again', () => {
  const clock = new ManualClock();
  let keys: SigningKeys;
  let forge: TokenForge;

  before(async () => {
    keys = await SigningKeys.create();
    forge = new TokenForge(keys, new Directory(exampleUsers, exampleWorkspaces), clock);
  });

  async function verify(request: TokenRequest): Promise<VerifiedToken> {
    return verifyInternalToken(`Bearer ${await forge.make(request)}`, keys, clock);
  }

  test('a right one tells user, workspace and the hash of the bearer', async () => {
    const token = await forge.make({ user: 'bob' });
    assert.deepEqual(await verifyInternalToken(`Bearer ${token}`, keys, clock), {
      user: 'bob',
      workspace: 'shop',
      bearerHash: createHash('sha256').update(token).digest('hex'),
    });
  });

  const refused: Record<string, TokenRequest> = {
    'another issuer': { claims: { iss: 'somebody' } },
    'another audience': { claims: { aud: ['hexabase-aiops'] } },
    'no audience': { claims: { aud: null } },
    'another type': { claims: { token_type: 'access' } },
    'no type': { claims: { token_type: null } },
    'no subject': { claims: { sub: null } },
    'a subject that is not the user': { claims: { user_id: 'bob' } },
    'no workspace': { claims: { active_workspace_id: null } },
    'no expiry': { claims: { exp: null } },
    'no time of issue': { claims: { iat: null } },
    'an expiry in the past': { lifetimeSeconds: -1 },
    'a foreign key': { key: 'foreign' },
    'no signature': { algorithm: 'none' },
    'the public key as a secret': { algorithm: 'HS256' },
    'an elliptic key': { algorithm: 'ES256' },
    'another RSA hash': { algorithm: 'RS512' },
    'an unknown critical header': { header: { crit: ['surprise'], surprise: true } },
  };

  for (const [name, request] of Object.entries(refused)) {
    test(`${name}: 401`, async () => {
      await assert.rejects(verify(request), (error) => error instanceof Problem && error.status === 401);
    });
  }

  for (const authorization of [undefined, '', 'Bearer', 'Bearer not-a-token', 'Basic YTpi']) {
    test(`authorization ${JSON.stringify(authorization)}: 401`, async () => {
      await assert.rejects(
        verifyInternalToken(authorization, keys, clock),
        (error) => error instanceof Problem && error.status === 401,
      );
    });
  }

  test('valid until the last millisecond before exp, and 401 from exp on', async () => {
    const moving = new ManualClock();
    const token = await new TokenForge(keys, new Directory(exampleUsers, []), moving).make({ workspace: 'shop' });
    moving.advance(9_999);
    assert.equal((await verifyInternalToken(`Bearer ${token}`, keys, moving)).user, 'alice');
    moving.advance(1);
    await assert.rejects(verifyInternalToken(`Bearer ${token}`, keys, moving), /ERR_JWT_EXPIRED/);
  });
});
