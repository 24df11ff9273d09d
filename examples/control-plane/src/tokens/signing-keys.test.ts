import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import { call, startControlPlane } from '../testing/harness.ts';

async function servedKeys(controlPlane: ControlPlane): Promise<Record<string, string>[]> {
  const response = await fetch(`${controlPlane.url}/.well-known/jwks.json`);
  return ((await response.json()) as { keys: Record<string, string>[] }).keys;
}

test('the JWKS holds public RS256 keys without kid', async () => {
  await using controlPlane = await startControlPlane();
  const [key, ...others] = await servedKeys(controlPlane);
  assert.deepEqual(others, []);
  assert.deepEqual(Object.keys(key ?? {}).toSorted(), ['alg', 'e', 'kty', 'n', 'use']);
  assert.equal(key?.['alg'], 'RS256');
});

test('keys overlap while they rotate: the old one is served and valid until it is dropped', async () => {
  await using controlPlane = await startControlPlane();
  const old = await controlPlane.makeToken();
  const [oldKey] = await servedKeys(controlPlane);

  await controlPlane.rotateKeys();
  const overlapping = await servedKeys(controlPlane);
  assert.equal(overlapping.length, 2);
  assert.deepEqual(overlapping[1], oldKey);
  assert.equal((await call(controlPlane, 'GET', '/internal/v1/health', { token: old })).status, 200);
  assert.equal((await call(controlPlane, 'GET', '/internal/v1/health')).status, 200);

  controlPlane.dropOldKeys();
  assert.deepEqual(await servedKeys(controlPlane), [overlapping[0]]);
  assert.equal((await call(controlPlane, 'GET', '/internal/v1/health', { token: old })).status, 401);
  const ofDroppedKey = await controlPlane.makeToken({ key: 'previous' });
  assert.equal((await call(controlPlane, 'GET', '/internal/v1/health', { token: ofDroppedKey })).status, 401);
});
