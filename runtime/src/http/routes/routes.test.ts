import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TestService } from '../testing/test-service.ts';

describe('a run again', () => {
  test('as JSON, whole from its beginning, in part after a sequence', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'what is wrong?' });
    const whole = await service.request('GET', '/v1/chat?run=r1');
    assert.equal(whole.status, 200);
    assert.equal(whole.json['reply'], 'All is well [e1].');
    assert.equal((whole.json['events'] as readonly unknown[]).length, 6);
    const rest = await service.request('GET', '/v1/chat?run=r1&after=4');
    assert.deepEqual(
      (rest.json['events'] as readonly { sequence: number }[]).map(({ sequence }) => sequence),
      [5, 6],
    );
  });

  test('that goes on is 202 with what there is, or is waited for', async () => {
    await using service = await TestService.start();
    const first = service.chat({ message: 'never end' });
    while (service.engine.runs.size === 0) await new Promise((resolve) => setImmediate(resolve));
    const now = await service.request('GET', '/v1/chat?run=r1');
    assert.equal(now.status, 202);
    assert.equal(now.json['status'], 'running');
    const waiting = service.request('GET', '/v1/chat?run=r1&wait=60');
    service.engine.runs.get('r1')?.emit({ type: 'run-finished', status: 'completed' });
    assert.equal((await waiting).json['status'], 'completed');
    assert.equal((await first).json['status'], 'completed');
  });

  test('refuses a cursor that is no number', async () => {
    await using service = await TestService.start();
    for (const query of ['after=-1', 'after=1.5', 'after=1&after=2', 'wait=61', 'after=9'.padEnd(40, '9')]) {
      assert.equal((await service.request('GET', `/v1/chat?run=r1&${query}`)).status, 400, query);
    }
    const { status } = await service.request('GET', '/v1/chat?run=r1', { headers: { 'last-event-id': 'x' } });
    assert.equal(status, 400);
  });
});

describe('the aliases', () => {
  test('do what the chat’s path does', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'long investigation' });
    assert.equal((await service.request('POST', '/v1/runs/r1/resume')).json['status'], 'completed');
    await service.chat({ message: 'restart it' });
    const answered = await service.request('POST', '/v1/runs/r2/input', { body: { input: '1' } });
    assert.equal(answered.json['reply'], 'You chose deployment/shop/checkout.');
    await service.chat({ message: 'scale checkout to 3' });
    assert.equal((await service.request('POST', '/v1/runs/r3/cancel')).json['status'], 'cancelled');
    await service.chat({ message: 'scale checkout to 3' });
    const streamed = await service.streamed('POST', '/v1/approvals/a1', { body: { decision: 'approve' } });
    assert.equal(streamed[0]?.event, 'run-resumed');
  });

  for (const path of ['/v1/chat?sessions=all', '/v1/sessions']) {
    test(`delete all that the caller has said in the workspace, and nothing else: DELETE ${path}`, async () => {
      await using service = await TestService.start();
      const as = (authorization: string) => ({ headers: { authorization: `Bearer ${authorization}` } });
      const people = ['alice@w1', 'bob@w1', 'alice@w2'];
      for (const person of people) {
        for (const message of ['what is wrong?', 'what fails?']) await service.chat({ message }, as(person).headers);
      }
      assert.equal((await service.request('DELETE', path, as('alice@w1'))).status, 204);
      const left = await Promise.all(
        people.map(async (person) => (await service.request('GET', '/v1/sessions', as(person))).json['sessions']),
      );
      assert.deepEqual(
        left.map((sessions) => (sessions as readonly unknown[]).length),
        [0, 2, 2],
      );
    });
  }

  test('delete nothing where the query does not say what', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'what is wrong?' });
    for (const query of ['', '?sessions=', '?sessions=ALL', '?sessions=all&sessions=all', '?sessions=all&session=s1']) {
      assert.equal((await service.request('DELETE', `/v1/chat${query}`)).status, 400, query);
    }
    assert.equal(((await service.request('GET', '/v1/sessions')).json['sessions'] as readonly unknown[]).length, 1);
  });

  test('list sessions, their history and approvals', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'scale checkout to 3' });
    const sessions = await service.request('GET', '/v1/chat/sessions');
    assert.deepEqual(sessions.json, (await service.request('GET', '/v1/chat?sessions=')).json);
    assert.equal((sessions.json['sessions'] as readonly { session_id: string }[])[0]?.session_id, 'session-1');
    const history = await service.request('GET', '/v1/chat/sessions/session-1/history');
    assert.deepEqual(history.json, (await service.request('GET', '/v1/chat?session=session-1')).json);
    assert.deepEqual(history.json['messages'], [
      { role: 'user', content: 'scale checkout to 3', timestamp: '2026-01-01T00:00:01.000Z', run_id: 'r1' },
    ]);
    assert.deepEqual([sessions.json['user_id'], sessions.json['workspace_id']], ['alice', 'w1']);
    const bob = { headers: { authorization: 'Bearer bob@w1' } };
    const approvals = await service.request('GET', '/v1/approvals', bob);
    assert.deepEqual(approvals.json, (await service.request('GET', '/v1/chat?approvals=', bob)).json);
    const pendingOf = ({ json }: typeof approvals) =>
      (json['approvals'] as readonly { run_id: string; requested_by: string; own: boolean }[]).map(
        ({ run_id, requested_by, own }) => [run_id, requested_by, own],
      );
    assert.deepEqual(pendingOf(approvals), [['r1', 'alice', false]]);
    assert.deepEqual(pendingOf(await service.request('GET', '/v1/approvals')), [['r1', 'alice', true]]);
  });

  test('delete a session', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'a' });
    await service.chat({ message: 'b' });
    assert.equal((await service.request('DELETE', '/v1/chat/sessions/session-1')).status, 204);
    assert.equal((await service.request('DELETE', '/v1/chat?session=session-2')).status, 204);
    assert.deepEqual((await service.request('GET', '/v1/chat/sessions')).json['sessions'], []);
  });

  test('say what a token says', async () => {
    await using service = await TestService.start();
    assert.deepEqual((await service.request('POST', '/auth/validate')).json, {
      valid: true,
      user_id: 'alice',
      workspace_id: 'w1',
      organizations: ['o1'],
      expires_at: '2030-01-01T00:00:00.000Z',
    });
    const invalid = await service.request('POST', '/auth/validate', { headers: { authorization: 'Bearer x' } });
    assert.equal(invalid.status, 401);
    assert.equal(invalid.json['valid'], false);
  });
});

describe('a workspace', () => {
  test('is analyzed by a question about the time that is asked for', async () => {
    await using service = await TestService.start();
    const body = { analysis_type: 'anomaly', time_range_minutes: 90, namespaces: ['shop'] };
    assert.equal((await service.request('POST', '/workspaces/w1/analyze', { body })).json['status'], 'completed');
    assert.deepEqual(service.engine.asked, [
      { message: 'analyze the anomalies of the last 90 minutes', namespaces: ['shop'] },
    ]);
    const everything = ['performance', 'security', 'capacity'].map((analysis_type) => ({ analysis_type }));
    for (const body of everything) {
      assert.equal((await service.request('POST', '/workspaces/w1/analyze', { body })).status, 200);
      assert.equal(service.engine.asked.at(-1)?.message, `analyze the ${body.analysis_type} of the last 60 minutes`);
    }
    for (const wrong of [
      { analysis_type: 'other' },
      { ...body, time_range_minutes: 4 },
      { ...body, time_range_minutes: 1441 },
      {},
    ]) {
      assert.equal((await service.request('POST', '/workspaces/w1/analyze', { body: wrong })).status, 400);
    }
  });

  test('is mended by one sentence for each action', async () => {
    await using service = await TestService.start();
    const remediate = (body: object) => service.request('POST', '/workspaces/w1/remediate', { body });
    await remediate({ actions: [{ action: 'restart', target: 'checkout', namespace: 'shop' }] });
    await remediate({ actions: [{ action: 'scale', target: 'checkout', replicas: 3 }], approval_required: true });
    await remediate({ actions: [{ action: 'heal', target: 'checkout' }], dry_run: true, approval_required: false });
    await remediate({ actions: [{ action: 'optimize', target: 'checkout' }] });
    assert.deepEqual(service.engine.asked, [
      { message: 'restart checkout', namespaces: ['shop'] },
      { message: 'scale checkout to 3', changes: 'approved' },
      { message: 'what is wrong with checkout?', changes: 'tried' },
      { message: 'does checkout have what it needs?' },
    ]);
    assert.equal((await remediate({ actions: [{ action: 'scale', target: 'checkout' }] })).status, 400);
    assert.equal((await remediate({ actions: [{ action: 'restart', target: 'checkout to 0' }] })).status, 400);
    assert.equal(service.engine.asked.length, 4);
  });

  test('is mended by several actions, each a run of its own that waits for its own approval', async () => {
    await using service = await TestService.start({ subjectRunsPerMinute: 2 });
    const remediate = (body: object) => service.request('POST', '/workspaces/w1/remediate', { body });
    const scale = { action: 'scale', target: 'checkout', replicas: 3 };
    const { status, json } = await remediate({ actions: [scale, { action: 'heal', target: 'cart' }, scale] });
    assert.equal(status, 200);
    const results = json['results'] as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual(
      results.map((result) => [result['status'], (result['error'] as { readonly code?: string } | undefined)?.code]),
      [
        ['suspended', undefined],
        ['completed', undefined],
        [undefined, 'rate-limited'],
      ],
    );
    assert.equal((await remediate({ actions: [scale, scale] })).status, 429, 'nothing has been begun');
    assert.equal((await remediate({ actions: [scale, scale], stream: true })).status, 400);
  });
});

describe('health', () => {
  test('is told without a token', async () => {
    await using service = await TestService.start();
    const headers = { authorization: '' };
    assert.equal((await service.request('GET', '/livez', { headers })).status, 200);
    assert.equal((await service.request('GET', '/readyz', { headers })).status, 200);
    const { status, json } = await service.request('GET', '/health', { headers });
    assert.equal(status, 200);
    assert.equal(json['status'], 'ok');
    assert.deepEqual(json['components'], { store: { status: 'ok', message: 'memory' } });
  });

  test('names nobody’s hosts to whom a proxy speaks for', async () => {
    await using service = await TestService.start();
    service.engine.components = [
      { component: 'store', ok: false, message: 'postgres at 10.1.2.3:5432 does not answer' },
    ];
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
      const { json } = await service.request('GET', '/health', { headers: { [header]: '127.0.0.1' } });
      assert.deepEqual(json['components'], { store: { status: 'failed' } });
    }
  });

  test('is degraded where a component is broken', async () => {
    await using service = await TestService.start();
    service.engine.components = [{ component: 'control-plane', ok: false, message: 'no answer' }];
    const { json } = await service.request('GET', '/health');
    assert.equal(json['status'], 'degraded');
  });

  test('while it starts or goes away the service is alive, not ready, and sends everybody on', async () => {
    await using service = await TestService.start();
    for (const state of ['starting', 'draining'] as const) {
      service.readiness.state = state;
      assert.equal((await service.request('GET', '/livez')).status, 200);
      assert.equal((await service.request('GET', '/readyz')).status, 503);
      const { status, headers } = await service.chat({ message: 'a' });
      assert.equal(status, 503);
      assert.equal(headers.get('retry-after'), '2');
    }
    assert.equal(service.engine.asked.length, 0);
  });
});
