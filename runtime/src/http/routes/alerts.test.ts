import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AlertCredential } from '../alerts/credentials.ts';
import { TestService } from '../testing/test-service.ts';

const token = 'a-credential-of-alertmanager';
const older = 'the-credential-before-that-one';
const password = 'a-password-of-alertmanager';
const credentials: readonly AlertCredential[] = [
  { token },
  { token: older },
  { username: 'alertmanager', password, workspaces: ['w1'] },
];
const basic = (user: string, secret: string) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
const start = (limits = {}) => TestService.start(limits, [], credentials);

const alert = {
  status: 'firing',
  labels: { alertname: 'TargetDown', job: 'checkout' },
  annotations: { summary: 'down' },
  startsAt: '2026-01-01T00:00:00.123456789Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus/graph',
  fingerprint: 'c0ffee0123456789',
};
const webhook = (...alerts: readonly object[]) => ({
  version: '4',
  groupKey: '{}:{alertname="TargetDown"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'hexaops',
  groupLabels: { alertname: 'TargetDown' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager',
  alerts,
});
const send = (service: TestService, body: unknown, authorization = `Bearer ${token}`) =>
  service.request('POST', '/v1/alerts', { body, headers: { authorization } });

describe('what an Alertmanager sends', () => {
  test('is handed to the engine, and answered with what comes of each alert', async () => {
    await using service = await start();
    const resolved = { ...alert, status: 'resolved', endsAt: '2026-01-01T00:05:00Z' };
    const { status, json } = await send(service, webhook(alert, resolved));
    assert.equal(status, 202);
    assert.deepEqual(json, {
      received: 2,
      refused: 0,
      alerts: [1, 2].map(() => ({ fingerprint: alert.fingerprint, outcome: 'begun' })),
    });
    const { labels, annotations, fingerprint } = alert;
    const startsAt = Date.UTC(2026, 0, 1) + 123;
    assert.deepEqual(service.engine.investigations.received, [
      {
        reports: [
          { fingerprint, status: 'firing', labels, annotations, startsAt },
          { fingerprint, status: 'resolved', labels, annotations, startsAt, endsAt: Date.UTC(2026, 0, 1, 0, 5) },
        ],
        allowed: undefined,
      },
    ]);
  });

  test('may have what a later release adds, and no other form of what is known', async () => {
    await using service = await start();
    const later = { ...webhook({ ...alert, silencedBy: [] }), notificationReason: 'repeat' };
    assert.equal((await send(service, later)).status, 202);
    for (const [wrong, path] of [
      [{ ...webhook(alert), version: '3' }, 'version'],
      [{ version: '4' }, 'alerts'],
      [webhook({ ...alert, labels: { a: 1 } }), 'alerts[0].labels.a'],
      [webhook({ ...alert, startsAt: 'yesterday' }), 'alerts[0].startsAt'],
      [webhook({ ...alert, fingerprint: '../x' }), 'alerts[0].fingerprint'],
      [webhook({ ...alert, status: 'on fire' }), 'alerts[0].status'],
      [webhook(...Array.from({ length: 501 }, () => alert)), 'alerts'],
    ] as const) {
      const { status, json } = await send(service, wrong);
      assert.equal(status, 400, path);
      assert.match(String(json['detail']), new RegExp(path.replaceAll(/[[\]]/g, '\\$&')));
    }
  });

  test('of no workspace that is known is refused in words; with others it is named among them', async () => {
    await using service = await start();
    const nobodys = { ...alert, labels: { tenant: 'nobody' } };
    const { status, json } = await send(service, webhook(nobodys, nobodys));
    assert.deepEqual([status, json['code']], [422, 'target-not-allowed']);
    assert.match(String(json['detail']), /none of the 2 alerts is taken: its labels name no workspace/);
    const both = await send(service, webhook(nobodys, alert));
    assert.deepEqual([both.status, both.json['received'], both.json['refused']], [202, 2, 1]);
    assert.equal((await send(service, webhook())).status, 202, 'none at all is no mistake');
  });

  test('is limited by the minute, for each credential', async () => {
    await using service = await start({ alertRequestsPerMinute: 2 });
    for (const expected of [202, 202, 429]) assert.equal((await send(service, webhook(alert))).status, expected);
    assert.equal((await send(service, webhook(alert), `Bearer ${older}`)).status, 202);
  });
});

describe('the credential of an Alertmanager', () => {
  test('is any of those that are configured, so that they can be changed one after the other', async () => {
    await using service = await start();
    for (const authorization of [`Bearer ${token}`, `bearer ${older}`, basic('alertmanager', password)]) {
      assert.equal((await send(service, webhook(alert), authorization)).status, 202, authorization);
    }
    assert.deepEqual(
      service.engine.investigations.received.map(({ allowed }) => allowed),
      [undefined, undefined, ['w1']],
    );
  });

  test('is nothing else: no part of it, no other scheme, and no token of a person', async () => {
    await using service = await start();
    for (const authorization of [
      '',
      token,
      `Bearer ${token.slice(0, -1)}`,
      `Bearer ${token}x`,
      `Bearer ${token} ${token}`,
      `Basic ${token}`,
      `Bearer ${basic('alertmanager', password).slice('Basic '.length)}`,
      basic('alertmanager', token),
      basic('', token),
      basic('someone', password),
      'Bearer alice@w1',
      'Bearer ',
    ]) {
      const { status, json } = await send(service, webhook(alert), authorization);
      assert.deepEqual([status, json['code']], [401, 'token-invalid'], authorization);
    }
    assert.deepEqual(service.engine.investigations.received, []);
  });

  test('opens nothing else of the service', async () => {
    await using service = await start();
    for (const [method, path] of [
      ['POST', '/v1/chat'],
      ['GET', '/v1/chat?sessions='],
      ['GET', '/v1/approvals'],
      ['POST', '/v1/approvals/a1'],
      ['POST', '/auth/validate'],
      ['GET', '/workspaces/w1/alerts'],
      ['GET', '/workspaces/w1/insights'],
      ['POST', '/workspaces/w1/analyze'],
    ] as const) {
      for (const authorization of [`Bearer ${token}`, basic('alertmanager', password)]) {
        const body = method === 'POST' ? { message: 'what is wrong?' } : undefined;
        const { status } = await service.request(method, path, { body, headers: { authorization } });
        assert.equal(status, 401, `${method} ${path}`);
      }
    }
    assert.deepEqual(service.engine.asked, []);
  });

  test('that does not hold is not looked at any more after too many from one address, and stands in no line of the log', async () => {
    await using service = await start({ failedAuthenticationsPerMinute: 3 });
    const wrong = 'a-wrong-credential-of-somebody';
    for (const expected of [401, 401, 401, 429])
      assert.equal((await send(service, webhook(alert), `Bearer ${wrong}`)).status, expected);
    assert.equal((await send(service, webhook(alert))).status, 429);
    const log = service.lines.join('');
    for (const secret of [wrong, token, password]) assert.ok(!log.includes(secret));
  });

  test('that nobody has configured leaves no such path', async () => {
    await using service = await TestService.start();
    assert.equal((await send(service, webhook(alert))).status, 404);
  });
});
