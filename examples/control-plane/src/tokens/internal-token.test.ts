import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { listenOn, stopServer } from '../server.ts';
import { ManualClock, startControlPlane } from '../testing/harness.ts';

describe('the internal token that the proxy mints', () => {
  let service: Server;
  let aiopsUrl: string;

  before(async () => {
    service = createServer((request, response) => response.end(request.headers.authorization));
    await listenOn(service, '127.0.0.1', 0);
    aiopsUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  });

  after(() => stopServer(service));

  async function mintedToken(url: string, user = 'alice'): Promise<string> {
    const response = await fetch(`${url}/api/v1/ai/chat`, { headers: { authorization: `Bearer user:${user}` } });
    return (await response.text()).replace('Bearer ', '');
  }

  test('carries exactly the claims of the contract, for ten seconds, and no kid', async () => {
    const clock = new ManualClock();
    await using controlPlane = await startControlPlane({ aiopsUrl, clock });
    const token = await mintedToken(controlPlane.url);
    const issuedAt = clock.now() / 1000;
    assert.deepEqual(decodeJwt(token), {
      iss: 'hexabase-control-plane',
      aud: ['hexabase-aiops-service'],
      sub: 'alice',
      user_id: 'alice',
      org_ids: ['acme'],
      active_workspace_id: 'shop',
      token_type: 'internal-aiops-v1',
      iat: issuedAt,
      exp: issuedAt + 10,
    });
    assert.deepEqual(decodeProtectedHeader(token), { alg: 'RS256', typ: 'JWT' });
  });

  test('is accepted by an ordinary verifier that fetches the JWKS', async () => {
    await using controlPlane = await startControlPlane({ aiopsUrl });
    const keys = createRemoteJWKSet(new URL(`${controlPlane.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(await mintedToken(controlPlane.url), keys, {
      issuer: 'hexabase-control-plane',
      audience: 'hexabase-aiops-service',
    });
    assert.equal(payload.sub, 'alice');
  });

  test('carries roles and permissions only where the control plane is told to', async () => {
    await using controlPlane = await startControlPlane({ aiopsUrl, carryPermissions: true });
    const { roles, permissions } = decodeJwt(await mintedToken(controlPlane.url, 'bob'));
    assert.deepEqual(roles, ['workspace-viewer']);
    assert.deepEqual(permissions, ['aiops:read', 'aiops:analyze']);
  });

  test('lives as long as the option says', async () => {
    await using controlPlane = await startControlPlane({ aiopsUrl, tokenLifetimeSeconds: 60 });
    const { iat = 0, exp = 0 } = decodeJwt(await mintedToken(controlPlane.url));
    assert.equal(exp - iat, 60);
  });
});
