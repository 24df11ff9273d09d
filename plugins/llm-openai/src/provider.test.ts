import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { modelsCheck } from '@hexaops/core';
import {
  chatRecordings,
  providerChecks,
  type ProviderRecordings,
  replay,
  runChecks,
  serverCheckChecks,
  serverSentEvents,
} from '@hexaops/core/testing';
import { type Api, endpointsOf } from './configuration.ts';
import { openaiProvider } from './provider.ts';
import { responsesRecordings } from './testing/responses.ts';

function open(api: Api, url: string, apiKey: string) {
  const [endpoint] = endpointsOf({ baseUrl: `${url}/v1`, apiKey, api, private: true });
  assert.ok(endpoint !== undefined);
  return openaiProvider(endpoint);
}

for (const [api, recordings] of [
  ['responses', responsesRecordings],
  ['chat', chatRecordings],
] as const satisfies readonly (readonly [Api, ProviderRecordings])[]) {
  describe(`a provider that speaks ${api}`, () => {
    const checks = providerChecks({
      recordings,
      open: (url, key) => open(api, url, key),
      model: 'gpt-5.1',
      keyHeader: 'authorization',
    });
    runChecks(checks, test);

    test('asks the API that was configured, and has nothing kept there', async () => {
      await using server = await replay(recordings.whole);
      const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hello' }] }];
      await open(api, server.url, 'k').languageModel('gpt-5.1').doGenerate({ prompt });
      const { path, body } = await server.requested();
      assert.equal(path, api === 'chat' ? '/v1/chat/completions' : '/v1/responses');
      assert.match(body, /"store":false/);
    });
  });
}

test('follows no redirect: a prompt goes to the server that was configured, or nowhere', async () => {
  await using elsewhere = await replay(chatRecordings.text);
  await using server = await replay({
    status: 307,
    headers: { location: `${elsewhere.url}/v1/chat/completions` },
    pieces: [],
  });
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hello' }] }];
  await assert.rejects(Promise.resolve(open('chat', server.url, 'k').languageModel('m').doStream({ prompt })));
  assert.equal(elsewhere.requests.length, 0);
});

test('a model that is to call no tool is given none by `chat`, whose servers often know no choice of tools', async () => {
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hello' }] }];
  const tools = [{ type: 'function' as const, name: 'look', inputSchema: { type: 'object' as const } }];
  for (const [api, isGiven] of [
    ['chat', false],
    ['responses', true],
  ] as const) {
    await using server = await replay((api === 'chat' ? chatRecordings : responsesRecordings).whole);
    await open(api, server.url, 'k')
      .languageModel('m')
      .doGenerate({ prompt, tools, toolChoice: { type: 'none' } });
    const { body } = await server.requested();
    assert.equal('tools' in (JSON.parse(body) as object), isGiven, api);
  }
});

describe('the models that a server lists', () => {
  const listing = (id: string) => ({ pieces: [JSON.stringify({ object: 'list', data: [{ id, object: 'model' }] })] });
  const checks = serverCheckChecks({
    checkOf: (url) => modelsCheck([open('chat', url, 'k')], { default: 'openai/gpt-5.1' }),
    well: { answer: listing('gpt-5.1'), says: /^openai\/gpt-5\.1$/ },
    unwell: {
      'a model that is not among them': { answer: listing('gpt-5'), says: /no model "gpt-5\.1"; it has: gpt-5:/ },
      'a key that is wrong': { answer: { status: 401, pieces: [] }, says: /with 401: give a key/ },
      'what is no list': { answer: { pieces: ['<html>'] }, says: /it has: none/ },
    },
  });
  runChecks(checks, test);
});

test('a refusal in the middle of a stream is told apart from others, in either of the forms that servers give it', async () => {
  const numbered = (value: object) => serverSentEvents([{ sequence_number: 9, ...value }], { named: true });
  const forms = (code: string) => {
    const error = { code, message: 'no', param: null };
    return [
      { type: 'error', ...error },
      { type: 'error', error: { type: code, ...error } },
      { type: 'response.failed', response: { status: 'failed', error } },
    ];
  };
  for (const code of ['rate_limit_exceeded', 'context_length_exceeded', 'insufficient_quota']) {
    for (const form of forms(code)) {
      const pieces = [...responsesRecordings.beginning, ...numbered(form)];
      await using server = await replay({ ...responsesRecordings.text, pieces });
      const model = open('responses', server.url, 'k').languageModel('m');
      const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hello' }] }];
      const parts = await Array.fromAsync((await model.doStream({ prompt })).stream);
      const error = parts.find((part) => part.type === 'error');
      assert.ok(JSON.stringify(error).includes(`"${code}"`), `${code} in ${JSON.stringify(form)}`);
    }
  }
});
