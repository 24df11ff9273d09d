import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { text } from '../support/shop.ts';
import { type Reply, startService } from '../support/service.ts';

describe('what one may have of the service', () => {
  test('fifty greedy persons take no place of another workspace, and none takes more than its own', async (t) => {
    await using service = await startService({
      limits: { subjectRequestsPerMinute: 10, workspaceRequestsPerMinute: 300, subjectRuns: 2, workspaceRuns: 30 },
    });
    const greedy = Array.from({ length: 50 }, (_, index) =>
      service.minter.mint({ sub: `greedy-${index}`, active_workspace_id: 'lab' }),
    );
    const attacks = greedy.flatMap((token) =>
      Array.from({ length: 20 }, () => service.send({ token, body: { message: 'what is wrong?' } })),
    );
    const polite: Promise<Reply>[] = [];
    for (let index = 0; index < 20; index++)
      polite.push(
        service.send({ token: service.minter.mint({ sub: `polite-${index}` }), body: { message: 'what is wrong?' } }),
      );
    const [attacked, served] = await Promise.all([Promise.all(attacks), Promise.all(polite)]);
    assert.deepEqual(
      served.filter(({ status }) => status !== 200).map(({ text: said }) => said),
      [],
      'the others are served',
    );
    const refused = attacked.filter(({ status }) => status === 429);
    const answered = attacked.filter(({ status }) => status === 200);
    assert.equal(refused.length + answered.length, attacked.length);
    assert.ok(answered.length <= 300 && refused.length >= 700);
    for (const { headers } of refused) assert.match(String(headers['retry-after']), /^[1-9]\d*$/);
    t.diagnostic(
      `figure: 50 attackers with 1,000 requests: ${answered.length} answered, ${refused.length} refused; of another workspace ${served.length} of 20 served`,
    );
  });

  test('one person has so many requests in a minute, and no more', async () => {
    await using service = await startService({ limits: { subjectRequestsPerMinute: 20 } });
    const list = (sub: string) =>
      service.send({ token: service.minter.mint({ sub }), method: 'GET', path: '/v1/chat?sessions' });
    const statuses: number[] = [];
    for (let index = 0; index < 30; index++) statuses.push((await list('alice')).status);
    assert.deepEqual(statuses, [...Array.from({ length: 20 }, () => 200), ...Array.from({ length: 10 }, () => 429)]);
    assert.equal((await list('bob')).status, 200);
  });

  test('an address that guesses tokens is not listened to, and others are', async (t) => {
    await using service = await startService({
      limits: { failedAuthenticationsPerMinute: 10 },
      server: { trustedProxies: ['127.0.0.1'] },
    });
    const from = (address: string, token: string) =>
      service.send({ token, method: 'GET', path: '/v1/chat?sessions', headers: { 'x-forwarded-for': address } });
    const statuses: number[] = [];
    for (let index = 0; index < 30; index++) statuses.push((await from('203.0.113.7', `guess-${index}`)).status);
    assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 401), ...Array.from({ length: 20 }, () => 429)]);
    assert.equal((await from('203.0.113.7', service.minter.mint())).status, 429, 'its token is not even looked at');
    assert.equal((await from('203.0.113.8', service.minter.mint())).status, 200);
    t.diagnostic('figure: 30 guesses from one address, 10 looked at; another address is served');
  });

  test('a body, a token, a nesting or a message over its limit is refused, and the service goes on', async (t) => {
    await using service = await startService({ world: { result: () => ({ evidence: [text('fine')] }) } });
    const token = service.minter.mint();
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const cases: readonly (readonly [string, number, Parameters<typeof service.send>[0]])[] = [
      ['a body of 2 MiB', 413, { body: { message: 'x'.repeat(2 * 1024 ** 2) } }],
      ['a message over its limit', 413, { body: { message: 'x'.repeat(16_385) } }],
      ['a message of wide characters', 413, { body: { message: '\u{1f600}'.repeat(5_000) } }],
      ['a nesting of 33', 400, { body: nested(33) }],
      ['a nesting of 100,000', 400, { body: nested(100_000) }],
      ['a nesting of arrays', 400, { body: `{"message":"x","namespaces":${'['.repeat(50_000)}` }],
      ['a nesting in strings', 200, { body: { message: `what is wrong? ${'['.repeat(500)}` } }],
      ['a compressed body', 415, { body: { message: 'x' }, headers: { 'content-encoding': 'gzip' } }],
      ['a token of 9 KiB', 401, { token: 'x'.repeat(9_000), body: { message: 'x' } }],
      ['headers of 20 KiB', 431, { body: { message: 'x' }, headers: { 'x-padding': 'x'.repeat(20_000) } }],
      [
        '65 namespaces',
        400,
        { body: { message: 'x', namespaces: Array.from({ length: 65 }, (_, index) => `n${index}`) } },
      ],
      ['257 turns', 400, { body: { messages: Array.from({ length: 257 }, () => ({ role: 'user', content: 'x' })) } }],
    ];
    for (const [what, expected, sent] of cases) {
      const { status } = await service.send({ token, ...sent }).catch(() => ({ status: 413 }));
      assert.equal(status, expected, what);
    }
    const deep = await service.send({ token, body: nested(33) });
    assert.match(deep.text, /nests deeper/);
    assert.equal((await service.send({ token, body: { message: 'what is wrong?' } })).status, 200);
    t.diagnostic(`figure: ${cases.length - 1} kinds of requests over a limit, ${cases.length - 1} refused`);
  });
});
