import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { certificate } from '../testing/certificate.ts';
import { listen, listenAlike } from '../testing/loopback.ts';
import { pinnedFetch } from './pinned-fetch.ts';
import type { Resolve } from './target.ts';

/** 127.0.0.2 stands for a server of the internet: allowed here, as the operator would allow a network. */
const allowed = ['127.0.0.2/32'];
const leadsTo =
  (address: string): Resolve =>
  async () => [{ address, family: 4 }];
const refused = (promise: Promise<unknown>) =>
  assert.rejects(promise, (error) => {
    assert.ok(HexaopsError.is(error, 'target-not-allowed'), String(error));
    assert.doesNotMatch(error.message, /\d+\.\d+\.\d+/, 'says nothing of where a name leads');
    return true;
  });

describe("a workspace's base URL", () => {
  test('is reached where its name leads to what is allowed, with its certificate checked', async () => {
    await using server = await listen('127.0.0.2');
    const baseUrl = `https://llm.example:${server.port}/v1`;
    const fetch = pinnedFetch({ baseUrl, allowed, authority: certificate, resolve: leadsTo('127.0.0.2') });
    const response = await fetch(`${baseUrl}/chat/completions`, { method: 'POST', body: '{}' });
    assert.equal(await response.text(), '{}');
    assert.deepEqual(
      server.requests.map(({ path, host }) => [path, host]),
      [['/v1/chat/completions', `llm.example:${server.port}`]],
    );
    const untrusted = pinnedFetch({ baseUrl, allowed, resolve: leadsTo('127.0.0.2') });
    await assert.rejects(untrusted(baseUrl));
    const misnamed = `https://stranger.example:${server.port}/v1`;
    await assert.rejects(
      pinnedFetch({ baseUrl: misnamed, allowed, authority: certificate, resolve: leadsTo('127.0.0.2') })(misnamed),
    );
    assert.equal(server.requests.length, 1);
  });

  test('of every known shape that leads inside: not one connection', async (t) => {
    const [first, second] = await listenAlike('127.0.0.1', '::1');
    await using inside = first;
    await using six = second;
    const { port } = inside;
    const payloads = [
      'http://127.0.0.1',
      'https://127.0.0.1',
      'https://localhost',
      'https://localhost.',
      'https://LOCALHOST',
      'https://127.1',
      'https://127.0.1',
      'https://0',
      'https://0.0.0.0',
      'https://2130706433',
      'https://0x7f000001',
      'https://0x7f.0.0.1',
      'https://0177.0.0.1',
      'https://017700000001',
      'https://127.0.0.1.',
      'https://[::1]',
      'https://[::]',
      'https://[::ffff:127.0.0.1]',
      'https://[::ffff:7f00:1]',
      'https://[0:0:0:0:0:0:0:1]',
      'https://[::127.0.0.1]',
      'https://①②⑦.⓪.⓪.①',
      'https://127。0。0。1',
      'https://user@127.0.0.1',
      'https://user:word@llm.example',
      'https://llm.example@127.0.0.1',
      'https://127.0.0.1#@llm.example',
      'https://169.254.169.254',
      'https://[fd00:ec2::254]',
      'https://100.100.100.200',
      'https://168.63.129.16',
      'https://10.0.0.1',
      'https://metadata.google.internal',
      'file:///etc/passwd',
      'gopher://127.0.0.1',
      'ftp://127.0.0.1',
      'data:text/plain,x',
      'javascript:0',
      'https://',
      '//127.0.0.1',
      '',
      'https://127.0.0.1%2f@llm.example',
      'https://127.0.0.1\\@llm.example',
    ];
    const local: Resolve = async (host) => [{ address: host.includes(':') ? '::1' : '127.0.0.1', family: 4 }];
    let asked = 0;
    for (const payload of payloads) {
      const withPort = payload.replace(/^(https?:\/\/(?:[^@/]*@)?(?:\[[^\]]*\]|[^/:#\\]+))/, `$1:${port}`);
      for (const baseUrl of new Set([payload, withPort, `${withPort}/v1`])) {
        asked += 1;
        await refused(
          (async () => pinnedFetch({ baseUrl, allowed, authority: certificate, resolve: local })(baseUrl))(),
        );
      }
    }
    assert.equal(inside.connections + six.connections, 0);
    t.diagnostic(`figure: ${asked} payloads, 0 connections`);
  });

  test('whose name leads elsewhere a moment later: the address that was judged is the one that is connected to', async (t) => {
    const [first, second] = await listenAlike('127.0.0.2', '127.0.0.1');
    await using outside = first;
    await using inside = second;
    const baseUrl = `https://rebinding.example:${outside.port}/v1`;
    let calls = 0;
    const rebinding: Resolve = async () => [{ address: calls++ % 2 === 0 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    const fetch = pinnedFetch({ baseUrl, allowed, authority: certificate, resolve: rebinding });
    for (let turn = 0; turn < 20; turn += 1) {
      if (turn % 2 === 0) await (await fetch(baseUrl)).text();
      else await refused(fetch(baseUrl));
    }
    assert.deepEqual([calls, outside.requests.length, inside.connections], [20, 10, 0]);
    const mixed: Resolve = async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await refused(pinnedFetch({ baseUrl, allowed, authority: certificate, resolve: mixed })(baseUrl));
    assert.equal(inside.connections, 0);
    t.diagnostic('figure: 20 requests to a name that changes, 0 connections inside');
  });

  test('that answers with a redirect is left', async () => {
    await using inside = await listen('127.0.0.1');
    for (const status of [301, 302, 303, 307, 308]) {
      await using outside = await listen('127.0.0.2', 0, (_, response) =>
        response.writeHead(status, { location: `https://llm.example:${inside.port}/` }).end(),
      );
      const baseUrl = `https://llm.example:${outside.port}`;
      await refused(pinnedFetch({ baseUrl, allowed, authority: certificate, resolve: leadsTo('127.0.0.2') })(baseUrl));
      await refused(
        pinnedFetch({ baseUrl, allowed, authority: certificate, resolve: leadsTo('127.0.0.2') })(baseUrl, {
          redirect: 'follow',
        }),
      );
    }
    assert.equal(inside.connections, 0);
  });

  test('does not lead out of itself', async () => {
    await using server = await listen('127.0.0.2');
    const origin = `https://llm.example:${server.port}`;
    const fetch = pinnedFetch({
      baseUrl: `${origin}/v1`,
      allowed,
      authority: certificate,
      resolve: leadsTo('127.0.0.2'),
    });
    for (const url of [
      `${origin}/v2`,
      `${origin}/v1/../admin`,
      `${origin}/v11`,
      `https://elsewhere.example:${server.port}/v1`,
    ])
      await refused(fetch(url));
    assert.equal(server.connections, 0);
  });

  test('lets go of its connection when the answer is read, given up or cancelled', async () => {
    await using server = await listen('127.0.0.2', 0, (_, response) => void response.write('first'));
    const baseUrl = `https://llm.example:${server.port}`;
    const fetch = pinnedFetch({ baseUrl, allowed, authority: certificate, resolve: leadsTo('127.0.0.2') });
    const stop = new AbortController();
    const response = await fetch(baseUrl, { signal: stop.signal });
    const reader = response.body?.getReader();
    assert.equal(new TextDecoder().decode((await reader?.read())?.value), 'first');
    stop.abort();
    await assert.rejects(async () => reader?.read());
  });
});
