import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { type ControlPlane, HexaopsError } from '@hexaops/core';
import { fakeCaller } from '@hexaops/core/testing';
import { SettingsCache } from './settings/settings-cache.ts';
import { certificate } from './testing/certificate.ts';
import { listen } from './testing/loopback.ts';
import { workspaceModels } from './workspace-models.ts';

const canary = 'canary-key-0123456789';
const signal = new AbortController().signal;
const hello = { prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hello' }] }] };
const completion = JSON.stringify({
  id: '1',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hi' } }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

function modelsOf(settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const plane: Pick<ControlPlane, 'id' | 'read'> = {
    id: 'fake',
    async read({ workspace }) {
      const found = settings[workspace];
      if (found === undefined) throw new HexaopsError('not-found', 'none');
      return { provider: 'openai-compatible', model: 'm', ...found };
    },
  };
  const cache = new SettingsCache(plane as ControlPlane, { now: () => 0, freshMilliseconds: 0, staleMilliseconds: 0 });
  return workspaceModels(cache, {
    allowed: ['127.0.0.2/32'],
    authority: certificate,
    resolve: async () => [{ address: '127.0.0.2', family: 4 }],
  });
}

describe("a workspace's own model", () => {
  test('is asked with its own key, and no other', async () => {
    await using server = await listen('127.0.0.2', 0, (_, response) =>
      response.setHeader('content-type', 'application/json').end(completion),
    );
    const base = `https://llm.example:${server.port}`;
    const models = modelsOf({
      a: { base_url: `${base}/a`, api_key: 'key-a' },
      b: { base_url: `${base}/b`, api_key: 'key-b' },
      c: { base_url: `${base}/c` },
    });
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const chosen = await models.choose(fakeCaller({ workspace: ['a', 'b', 'c'][index % 3] ?? 'a' }), signal);
        await chosen?.model.doGenerate(hello);
      }),
    );
    assert.equal(server.requests.length, 60);
    for (const { path, authorization } of server.requests) {
      const [, workspace] = path.split('/');
      assert.equal(authorization, workspace === 'c' ? undefined : `Bearer key-${workspace}`);
    }
  });

  test('is none where the workspace has no settings', async () =>
    assert.equal(await modelsOf({}).choose(fakeCaller({ workspace: 'a' }), signal), undefined));

  test('at a base URL that was exchanged receives no key', async () => {
    await using thief = await listen('127.0.0.2');
    const settings: Record<string, Record<string, unknown>> = {
      a: { base_url: 'https://llm.example/v1', api_key: canary },
    };
    const models = modelsOf(settings);
    const caller = fakeCaller({ workspace: 'a' });
    await models.choose(caller, signal);
    settings['a'] = { base_url: `https://elsewhere.example:${thief.port}/v1`, api_key: canary };
    await assert.rejects(models.choose(caller, signal), (error) => HexaopsError.is(error, 'config-invalid'));
    assert.equal(thief.connections, 0);
  });

  test('never has its key said back, in whatever goes wrong', async (t) => {
    let said = 0;
    for (const [status, type] of [
      [401, 'application/json'],
      [400, 'text/plain'],
      [500, 'application/json'],
    ] as const) {
      await using server = await listen('127.0.0.2', 0, ({ headers }, response) =>
        response
          .writeHead(status, { 'content-type': `${type}; said=${canary}`, 'x-echo': String(headers.authorization) })
          .end(JSON.stringify({ error: { message: `wrong key ${headers.authorization}` } })),
      );
      const models = modelsOf({ a: { base_url: `https://llm.example:${server.port}`, api_key: canary } });
      const chosen = await models.choose(fakeCaller({ workspace: 'a' }), signal);
      assert.ok(!inspect(chosen, { depth: 10 }).includes(canary));
      await assert.rejects(
        async () => chosen?.model.doGenerate(hello),
        (error) => {
          said += 1;
          return !inspect(error, { depth: 10 }).includes(canary);
        },
      );
    }
    t.diagnostic(`figure: ${said} failures, the key in 0 of them`);
  });

  test('says when to ask again as its server says it, also by a date', async () => {
    for (const headers of [
      { 'retry-after': 'Tue, 03 Nov 2026 16:56:53 GMT', date: 'Tue, 03 Nov 2026 16:56:30 GMT' },
      { 'retry-after': '23' },
    ]) {
      await using server = await listen('127.0.0.2', 0, (_, response) => {
        response.sendDate = false;
        response.writeHead(429, headers).end(canary);
      });
      const models = modelsOf({ a: { base_url: `https://llm.example:${server.port}`, api_key: canary } });
      const chosen = await models.choose(fakeCaller({ workspace: 'a' }), signal);
      await assert.rejects(
        async () => chosen?.model.doStream(hello),
        (error: Error & { responseHeaders?: Record<string, string> }) => {
          assert.deepEqual(error.responseHeaders, { 'content-type': 'text/plain', ...headers });
          return true;
        },
      );
    }
  });

  test('whose server answers without end is left, whether its workspace has a key or not', async () => {
    for (const key of [{}, { api_key: canary }]) {
      for (const status of [200, 500]) {
        const closed = Promise.withResolvers<void>();
        await using server = await listen('127.0.0.2', 0, (_, response) => {
          response.on('close', () => closed.resolve());
          response.writeHead(status, { 'content-type': 'application/json' });
          const write = () => {
            while (!response.destroyed && response.write('a'.repeat(65_536)));
          };
          response.on('drain', write);
          write();
        });
        const models = modelsOf({ a: { base_url: `https://llm.example:${server.port}`, ...key } });
        const chosen = await models.choose(fakeCaller({ workspace: 'a' }), signal);
        await assert.rejects(async () => chosen?.model.doGenerate(hello));
        await closed.promise;
      }
    }
  });
});
