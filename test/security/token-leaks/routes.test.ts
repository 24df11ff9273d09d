import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { HexaopsError } from '@hexaops/core';
import { FakeLangfuse } from '@hexaops/trace-langfuse/testing';
import { type SecurityService, startService } from '../support/service.ts';
import { finding, text } from '../support/shop.ts';

const root = new URL('../../../', import.meta.url);

interface Route {
  readonly method: string;
  /** As the service has it: `/v1/runs/:id/events`. */
  readonly path: string;
}

/** Each secret is planted in places of its own; none has a word of another. */
const secrets = {
  header: 'h34d-canary-h34d',
  words: 'w0rds-canary-w0rds',
  names: 'n4mes-canary-n4mes',
  modelKey: 'sk-m0del-canary-m0del-canary',
  traceKey: 'sk-lf-tr4ce-canary-tr4ce-canary',
  auditPassword: '4udit-canary-4udit',
  alertToken: '4lert-canary-4lert-canary',
  evidence: '3vidence-canary-3vidence',
} as const;

/** Everything that the source of the routes names: a route that is new is here without being written down. */
async function routesOfSource(): Promise<readonly Route[]> {
  const source = await readFile(new URL('runtime/src/http/routes/routes.ts', root), 'utf8');
  const methods: Readonly<Record<string, string>> = { get: 'GET', post: 'POST', remove: 'DELETE' };
  const named = [...source.matchAll(/^ +(get|post|remove)\('(\/[^']*)'/gm)].map(([, method = '', path = '']) => ({
    method: methods[method] ?? '',
    path,
  }));
  const plain = [...source.matchAll(/table\.add\('(\w+)', '(\/[^']*)'/g)].map(([, method = '', path = '']) => ({
    method: method.toUpperCase(),
    path,
  }));
  const paths = new Set([...source.matchAll(/'(\/[a-z][^']*)'/g)].map(([, path]) => path));
  const routes = [...named, ...plain];
  assert.deepEqual(new Set(routes.map(({ path }) => path)), paths, 'the source of the routes is read wrongly');
  return [...routes, { method: 'GET', path: '/nowhere' }, { method: 'PUT', path: '/v1/chat' }];
}

/** Requests to a route, each with a canary somewhere else. */
function* requestsTo({ method, path }: Route, token: string) {
  const { header, words, names } = secrets;
  const plain = path.replaceAll(/:\w+/g, 'none');
  const post = method === 'POST';
  const usual = post ? { message: 'what is wrong?' } : undefined;
  const headers = {
    cookie: `session=${header}`,
    'x-api-key': header,
    'proxy-authorization': `Basic ${header}`,
    'x-forwarded-for': header,
    'x-real-ip': header,
    'last-event-id': header,
    traceparent: header,
    'idempotency-key': header,
    'user-agent': header,
    referer: `https://${header}/`,
    'x-request-id': `not one word: ${header}`,
  };
  yield { path: plain, token, body: usual, headers };
  yield { path: plain, token: `${token}x`, body: usual };
  yield { path: plain, token: header, body: usual };
  yield { path: plain, headers: { authorization: `Basic ${header}` }, body: usual };
  yield { path: plain, headers: { authorization: `Bearer ${secrets.alertToken}` }, body: usual };
  yield { path: plain, token, headers: { accept: `application/${header}`, 'content-type': header }, body: usual };
  yield { path: `${plain}?token=${words}&${words}=1&run=${words}&limit=${words}&after=${words}`, token, body: usual };
  yield { path: path.includes(':') ? path.replaceAll(/:\w+/g, words) : `${plain}/${words}`, token, body: usual };
  if (!post) return;
  yield { path: plain, token, body: { [names]: words } };
  yield { path: plain, token, body: { message: 7, session_id: words, decision: words, text: [words], score: words } };
  yield { path: plain, token, body: { run_id: words, question: [words], alerts: words, version: words } };
  yield { path: plain, token, body: `{"message":"${words}` };
  yield { path: plain, token, body: words };
}

async function startEcho() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const said = JSON.stringify([request.headers, request.url, atob(basicOf(request.headers.authorization))]);
      asked.push(said);
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: said, type: said, code: said } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function basicOf(authorization = ''): string {
  return /^Basic ([\w+/=]*)$/.exec(authorization)?.[1] ?? '';
}

/** What a tool brings, and how it fails: a password in each. */
const results: readonly SecurityService['world']['result'][] = [
  () => ({
    evidence: [
      text(`{"level":"info","password":"${secrets.evidence}"}`),
      text(`postgres://shop:${secrets.evidence}@db/shop, password: ${secrets.evidence}`),
    ],
    findings: [finding({ summary: `password=${secrets.evidence}` })],
  }),
  () => Promise.reject(new TypeError(`cannot send {"password":"${secrets.evidence}"}`)),
  () => {
    throw new HexaopsError('tool-failed', `refused: password=${secrets.evidence}`, {
      nextStep: `look at password=${secrets.evidence}`,
    });
  },
];

describe('what is planted in a request, a setting or a piece of evidence', () => {
  test('comes out in no log line, trace, number or error answer, by any route', async (t) => {
    await using langfuse = await FakeLangfuse.start({ publicKey: 'pk', secretKey: secrets.traceKey });
    await using echo = await startEcho();
    await using service = await startService({
      plugins: [
        { use: '@hexaops/metrics' },
        {
          use: '@hexaops/trace-langfuse',
          config: { baseUrl: langfuse.url, publicKey: 'pk', secretKey: secrets.traceKey, intervalSeconds: 0.05 },
        },
        { use: '@hexaops/llm-openai', config: { baseUrl: echo.url, apiKey: secrets.modelKey, private: true } },
        { use: '@hexaops/audit-clickhouse', config: { url: echo.url, password: secrets.auditPassword } },
      ],
      config: {
        models: { default: 'openai/m', words: 'always', idleMilliseconds: 60_000 },
        alerts: { credentials: [{ token: secrets.alertToken }], workspaceLabel: 'workspace' },
        logging: { level: 'trace' },
      },
    });
    const token = service.minter.mint({ sub: 'canary', jti: 'c4n4ry-c4n4ry-c4n4ry' });
    const [, payload = '', signature = ''] = token.split('.');
    const answers: { readonly status: number; readonly said: string }[] = [];
    const send = async (request: Parameters<SecurityService['send']>[0]) => {
      const { status, text: said, headers } = await service.send(request);
      answers.push({ status, said: said + JSON.stringify(headers) });
      return said;
    };
    const scale = async () => {
      const asked = JSON.parse(await send({ token, body: { message: 'scale checkout to 2' } })) as {
        readonly approval: { readonly id: string };
      };
      await send({ token, body: { approval: { id: asked.approval.id, decision: 'approve' } } });
    };
    const routes = await routesOfSource();
    for (const result of results) {
      service.world.result = result;
      await send({ token, body: { message: 'what is wrong?' } });
      await send({ token, body: { message: 'something that no rule knows' } });
    }
    await scale();
    for (const route of routes) {
      for (const request of requestsTo(route, token)) {
        // The tokens of others are set by hand: without one `send` would give its own.
        await send({ method: route.method, ...request, token: 'token' in request ? request.token : '' });
      }
    }
    const { text: numbers } = await service.send({ method: 'GET', path: '/metrics' });
    while (!echo.asked.some((said) => said.includes(secrets.auditPassword)) || langfuse.spans.length === 0) {
      t.signal.throwIfAborted();
      await sleep(20);
    }
    assert.ok(
      echo.asked.some((said) => said.includes(secrets.modelKey)),
      'no model was asked',
    );
    const refused = answers.filter(({ status }) => status >= 400).map(({ said }) => said);
    const inRequests = [payload, signature, payload.slice(20, 60), signature.slice(-40), secrets.header];
    const { modelKey, traceKey, auditPassword, alertToken, evidence, words, names } = secrets;
    const settings = [modelKey, traceKey, auditPassword, alertToken];
    const exits: Readonly<Record<string, readonly [words: readonly string[], secrets: readonly string[]]>> = {
      log: [service.log, [...inRequests, ...settings, evidence, words, names]],
      metrics: [[numbers], [...inRequests, ...settings, evidence, words, names]],
      // What a person has said is what a trace is of.
      traces: [langfuse.spans.map((span) => JSON.stringify(span)), [...inRequests, ...settings, evidence]],
      // Who misspells a name is told which it was; what stands under it is not.
      'error answers': [refused, [...inRequests, ...settings, evidence, words]],
      answers: [answers.map(({ said }) => said), [...inRequests, ...settings]],
    };
    for (const [exit, [said, hidden]] of Object.entries(exits)) {
      assert.ok(said.length > 0, exit);
      for (const secret of hidden) {
        const leak = said.find((each) => each.includes(secret));
        assert.equal(leak?.slice(0, 2_000), undefined, `${exit}: ${secret}`);
      }
    }
    assert.match(numbers, /hexaops_http_requests_total/);
    t.diagnostic(
      `figure: ${routes.length} routes, ${answers.length} requests with a secret somewhere, 0 in ${service.log.length} log lines, ${langfuse.spans.length} spans, the metrics and ${refused.length} error answers`,
    );
  });
});
