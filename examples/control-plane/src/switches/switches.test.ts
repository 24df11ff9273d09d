import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import { call, startControlPlane } from '../testing/harness.ts';
import type { Answer } from '../testing/harness.ts';
import { usualPositions } from './switches.ts';

describe('switches', () => {
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    controlPlane = await startControlPlane();
  });

  afterEach(() => controlPlane.close());

  async function door(method: string, path: string, body?: JsonObject): Promise<{ status: number; json: JsonObject }> {
    const response = await fetch(`${controlPlane.url}/test/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as JsonObject };
  }

  const health = (token?: string): Promise<Answer> =>
    call(controlPlane, 'GET', '/internal/v1/health', token === undefined ? {} : { token });
  const jwks = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${controlPlane.url}/.well-known/jwks.json`, signal ? { signal } : {});

  test('down cuts every connection, or says 503; the test doors stay open', async () => {
    await door('PATCH', 'switches', { down: 'destroy' });
    await assert.rejects(health(), /fetch failed/);
    await assert.rejects(jwks(), /fetch failed/);
    await door('PATCH', 'switches', { down: 'unavailable' });
    assert.equal((await health()).status, 503);
    assert.equal((await jwks()).status, 503);
    await door('PATCH', 'switches', { down: null });
    assert.equal((await health()).status, 200);
  });

  test('down may be a part only', async () => {
    controlPlane.switches.down('unavailable', ['internal']);
    assert.equal((await health()).status, 503);
    assert.equal((await jwks()).status, 200);
    controlPlane.switches.up();
    assert.equal((await health()).status, 200);
  });

  test('closed refuses connections, and listens again at the same address', async () => {
    await controlPlane.close();
    await assert.rejects(jwks(), /fetch failed/);
    await controlPlane.listen();
    assert.equal((await jwks()).status, 200);
  });

  test('slow answers only after the delay', async () => {
    controlPlane.switches.slow(60_000);
    const waiting = call(controlPlane, 'GET', '/internal/v1/health');
    waiting.catch(() => undefined);
    assert.equal((await jwks()).status, 200);
    const first = await Promise.race([waiting.then(() => 'health'), door('GET', 'switches').then(() => 'door')]);
    assert.equal(first, 'door');
    controlPlane.switches.slow(1);
    assert.equal((await health()).status, 200);
  });

  test('valid tokens are refused early', async () => {
    await door('PATCH', 'switches', { rejectTokens: true });
    assert.equal((await health()).status, 401);
    await door('POST', 'reset');
    assert.equal((await health()).status, 200);
  });

  test('the JWKS hangs until it is released', async () => {
    controlPlane.switches.hangJwks();
    const hanging = jwks();
    await assert.rejects(jwks(AbortSignal.timeout(50)), { name: 'TimeoutError' });
    controlPlane.switches.hangJwks(false);
    assert.equal((await hanging).status, 200);
  });

  test('operations fail in the order that was set, each failure once', async () => {
    await door('PATCH', 'switches', { failNextOperations: ['before', 'after'] });
    const scale = (): Promise<Answer> => {
      const body = { params: { deployment: 'checkout', replicas: 3 } };
      return call(controlPlane, 'POST', '/internal/v1/operations/scale', { body });
    };
    assert.equal((await scale()).status, 503);
    await assert.rejects(scale(), /fetch failed/);
    assert.equal((await scale()).status, 200);
    assert.equal((await door('GET', 'operations')).json['length'], 2);
  });

  test('a permission is revoked and restored', async () => {
    const nodes = async (): Promise<number> =>
      (await call(controlPlane, 'GET', '/internal/v1/workspaces/shop/nodes', { as: 'bob' })).status;
    const what = { user: 'bob', workspace: 'shop', permission: 'read' };
    await door('POST', 'permissions/revoke', what);
    assert.equal(await nodes(), 403);
    await door('POST', 'permissions/restore', what);
    assert.equal(await nodes(), 200);
    assert.equal((await door('POST', 'permissions/revoke', { ...what, permission: 'fly' })).status, 400);
    assert.equal((await door('POST', 'permissions/steal', what)).status, 404);
  });

  test('keys rotate and are dropped', async () => {
    assert.equal(((await door('POST', 'keys/rotate')).json['keys'] as object[]).length, 2);
    assert.equal(((await door('POST', 'keys/drop-old')).json['keys'] as object[]).length, 1);
  });

  test('what is no switch, or no position of one, is refused and changes nothing', async () => {
    const wrong: JsonObject[] = [
      { lights: true },
      { down: 'gently' },
      { downParts: ['roof'] },
      { slowMilliseconds: -1 },
      { failNextOperations: 'before' },
      { rejectTokens: 'yes' },
    ];
    for (const positions of wrong) assert.equal((await door('PATCH', 'switches', positions)).status, 400);
    assert.deepEqual((await door('GET', 'switches')).json, usualPositions);
  });

  test('there are no test doors where they are switched off', async () => {
    await using closed = await startControlPlane({ testDoors: false });
    assert.equal((await fetch(`${closed.url}/test/tokens`, { method: 'POST' })).status, 404);
  });

  describe('POST /test/tokens', () => {
    async function token(request: JsonObject): Promise<string> {
      const { status, json } = await door('POST', 'tokens', request);
      assert.equal(status, 200, JSON.stringify(json));
      return json['token'] as string;
    }

    test('makes a right token by default', async () => {
      assert.equal((await health(await token({}))).status, 200);
    });

    test('makes one of any user, workspace and lifetime, with claims added, replaced and removed', async () => {
      const claims = decodeJwt(
        await token({
          user: 'bob',
          workspace: 'lab',
          lifetimeSeconds: 99,
          claims: { aud: null, roles: ['x'], iss: 'y' },
        }),
      );
      assert.deepEqual([claims.sub, claims['active_workspace_id'], claims.iss], ['bob', 'lab', 'y']);
      assert.deepEqual([claims.aud, claims['roles']], [undefined, ['x']]);
      assert.equal((claims.exp ?? 0) - (claims.iat ?? 0), 99);
    });

    test('makes one with any header, algorithm and key', async () => {
      const none = await token({ algorithm: 'none', header: { kid: 'x', typ: null } });
      assert.deepEqual(decodeProtectedHeader(none), { alg: 'none', kid: 'x' });
      assert.equal(none.split('.')[2], '');
      for (const request of [{ algorithm: 'HS256' }, { algorithm: 'none' }, { key: 'foreign' }]) {
        assert.equal((await health(await token(request))).status, 401);
      }
      assert.equal((await door('POST', 'tokens', { key: 'previous' })).status, 409);
      await door('POST', 'keys/rotate');
      assert.equal((await health(await token({ key: 'previous' }))).status, 200);
    });

    test('tells what is wrong with a request', async () => {
      const wrong: JsonObject[] = [
        { algorithm: 'XX' },
        { key: 'x' },
        { claims: [] },
        { user: 7 },
        { lifetimeSeconds: '1' },
      ];
      for (const request of wrong) assert.equal((await door('POST', 'tokens', request)).status, 400);
    });
  });
});
