import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { authenticatorPoint, HexaopsError } from '@hexaops/core';
import { HeldPlugin } from '@hexaops/core/testing';
import { createJwtAuthenticator } from './authenticator.ts';
import type { AuthJwtConfig } from './config.ts';
import plugin from './index.ts';
import { claims, ecKey, jwksOf, mint, noon } from './testing/tokens.ts';

const key = ecKey();
const { signal } = new AbortController();
const now = (): number => noon;
const inline: AuthJwtConfig = { jwks: JSON.parse(jwksOf(key)) as Record<string, unknown> };
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const isCode = (code: string) => (error: unknown) => HexaopsError.is(error) && error.code === code;

/** Runs `test` with the URL of a JWKS that is answered so. */
async function served(answer: RequestListener, test: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the Authorization header', () => {
  const authenticator = createJwtAuthenticator(inline, { now });

  it('names the caller by a bearer token, however "bearer" is spelled', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const caller = await authenticator.authenticate({ headers: { authorization: `${scheme} ${mint(key)}` } }, signal);
      assert.equal(caller?.subject, 'user-1');
      assert.ok(!inspect(caller, { depth: null, showHidden: true }).includes(mint(key).split('.')[0] ?? ''));
    }
  });

  it('is none of ours where it is missing or of another scheme', async () => {
    for (const authorization of [undefined, '', 'Basic dTpw', 'Bearerx', 'DPoP x']) {
      assert.equal(await authenticator.authenticate({ headers: { authorization } }, signal), undefined);
    }
  });

  it('is refused with anything but one token', async () => {
    const token = mint(key);
    for (const rest of ['', ' ', '  x', ` ${token} `, `  ${token}`, ` ${token}, Bearer ${token}`, ` "${token}"`]) {
      const call = authenticator.authenticate({ headers: { authorization: `Bearer${rest}` } }, signal);
      await assert.rejects(call, isCode('token-invalid'));
    }
  });
});

describe('the JWKS', () => {
  it('is fetched from its URL', () =>
    served(
      (_, response) => response.end(jwksOf(key)),
      async (jwksUrl) => {
        const authenticator = createJwtAuthenticator({ jwksUrl }, { now });
        assert.equal((await authenticator.authenticate(bearer(mint(key)), signal))?.workspace, 'ws-1');
      },
    ));

  const wrong: Readonly<Record<string, RequestListener>> = {
    'a redirect': (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    'an error': (_, response) => response.writeHead(500).end(jwksOf(key)),
    'more than 64 KiB': (_, response) => response.end(jwksOf(key) + ' '.repeat(70_000)),
    'no JSON': (_, response) => response.end('<html>'),
    'no end': (_, response) => void response.write('{"keys":['),
    'nothing at all': () => undefined,
  };
  for (const [name, answer] of Object.entries(wrong)) {
    it(`is not taken from ${name}`, () =>
      served(answer, async (jwksUrl) => {
        const authenticator = createJwtAuthenticator({ jwksUrl, jwksTimeoutMilliseconds: 100 }, { now });
        await assert.rejects(
          authenticator.authenticate(bearer(mint(key)), signal),
          isCode('control-plane-unavailable'),
        );
      }));
  }

  it('may be a file, which is read again when a key is unknown', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jwks-'));
    try {
      const jwksFile = join(folder, 'jwks.json');
      const authenticator = createJwtAuthenticator({ jwksFile }, { now });
      await writeFile(jwksFile, jwksOf(key));
      await authenticator.authenticate(bearer(mint(key)), signal);
      const next = ecKey();
      await writeFile(jwksFile, jwksOf(key, next));
      await authenticator.authenticate(bearer(mint(next)), signal);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('comes from exactly one place', () => {
    const wrong: readonly AuthJwtConfig[] = [
      {},
      { ...inline, jwksFile: 'x' },
      { jwksUrl: 'jwks.json' },
      { jwksUrl: 'file:///etc/passwd' },
      { jwksUrl: 'http://user:secret@control-plane/jwks.json' },
    ];
    for (const config of wrong) assert.throws(() => createJwtAuthenticator(config), isCode('config-invalid'));
  });
});

describe('the plugin', () => {
  it('contributes its authenticator', async () => {
    await using held = new HeldPlugin(plugin, inline);
    const [authenticator] = held.contributions(authenticatorPoint);
    const iat = Math.floor(Date.now() / 1000);
    const caller = await authenticator?.authenticate(bearer(mint(key, { ...claims, iat, exp: iat + 10 })), signal);
    assert.equal(caller?.subject, 'user-1');
  });
});
