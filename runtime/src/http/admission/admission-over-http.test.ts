import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TestService, type Reply } from '../testing/test-service.ts';
import type { AdmissionLimits } from './limits.ts';

const alice = 'Bearer alice@w1';
const ask = (service: TestService, authorization = alice, message = 'what is wrong?'): Promise<Reply> =>
  service.chat({ message }, { authorization });
const list = (service: TestService, authorization = alice): Promise<Reply> =>
  service.request('GET', '/v1/chat?sessions=', { headers: { authorization } });

/** Begins a run that goes on, and gives when it is worked on. */
async function begin(service: TestService, authorization = alice): Promise<Response> {
  const body = { message: 'never end', stream: true };
  const response = await service.fetch('POST', '/v1/chat', { body, headers: { authorization } });
  assert.equal(response.status, 200, await (response.ok ? '' : response.text()));
  return response;
}

async function follow(service: TestService, run: string): Promise<Response> {
  return service.fetch('GET', `/v1/chat?run=${run}`, { headers: { accept: 'text/event-stream' } });
}

interface Scenario {
  /** What is done until the limit, which is 2, is reached; and what is then one too many. */
  readonly fill: (service: TestService) => Promise<unknown>;
  readonly more: (service: TestService) => Promise<Reply | Response>;
  /** What is still allowed then, to whom the limit does not apply. */
  readonly others: (service: TestService) => Promise<Reply | Response>;
}

type RefusingLimit = Exclude<
  keyof AdmissionLimits,
  'eventLoopMilliseconds' | 'workspaceRunsPerSecond' | 'refusalMilliseconds' | 'alertRequestsPerMinute'
>;

const scenarios: Readonly<Record<RefusingLimit, Scenario>> = {
  subjectRequestsPerMinute: {
    fill: async (service) => [await list(service), await ask(service)],
    more: (service) => list(service),
    others: (service) => list(service, 'Bearer alice@w2'),
  },
  workspaceRequestsPerMinute: {
    fill: async (service) => [await list(service), await list(service, 'Bearer bob@w1')],
    more: (service) => list(service, 'Bearer carol@w1'),
    others: (service) => list(service, 'Bearer carol@w2'),
  },
  subjectRunsPerMinute: {
    fill: async (service) => [await ask(service), await ask(service)],
    more: (service) => ask(service),
    others: (service) => list(service),
  },
  subjectRuns: {
    fill: async (service) => [await begin(service), await begin(service, 'Bearer alice@w2')],
    more: (service) => ask(service),
    others: (service) => ask(service, 'Bearer bob@w1'),
  },
  workspaceRuns: {
    fill: async (service) => [await begin(service), await begin(service, 'Bearer bob@w1')],
    more: (service) => ask(service, 'Bearer carol@w1'),
    others: (service) => ask(service, 'Bearer carol@w2'),
  },
  subjectStreams: {
    fill: async (service) => [await begin(service), await follow(service, 'r1')],
    more: (service) => follow(service, 'r1'),
    others: (service) => ask(service, 'Bearer bob@w1'),
  },
  streams: {
    fill: async (service) => [await begin(service), await begin(service, 'Bearer bob@w2')],
    more: (service) => ask(service, 'Bearer carol@w3'),
    others: (service) => list(service),
  },
  failedAuthenticationsPerMinute: {
    fill: async (service) => [await list(service, 'Bearer forged'), await list(service, '')],
    more: (service) => list(service),
    others: (service) => service.request('GET', '/health'),
  },
};

describe('a limit', () => {
  for (const [limit, { fill, more, others }] of Object.entries(scenarios)) {
    test(`${limit}: one more is refused before it is begun, and says when to come back`, async () => {
      await using service = await TestService.start({ [limit]: 2 });
      await fill(service);
      const begun = service.engine.asked.length;
      const refused = await more(service);
      assert.equal(refused.status, 429);
      assert.equal(refused.headers.get('content-type'), 'application/problem+json');
      const problem = refused instanceof Response ? ((await refused.json()) as Reply['json']) : refused.json;
      assert.equal(problem['code'], 'rate-limited');
      const details = problem['details'] as { readonly limit: string; readonly retryAfterSeconds: number };
      assert.equal(details.limit, limit);
      assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d?$/);
      assert.equal(refused.headers.get('retry-after'), String(details.retryAfterSeconds));
      assert.equal(service.engine.asked.length, begun);
      assert.equal((await others(service)).status, 200);
    });

    test(`${limit}: 0 switches it off`, async () => {
      await using service = await TestService.start({ [limit]: 0 });
      await fill(service);
      const more = await scenarios[limit as keyof typeof scenarios].more(service);
      assert.equal(more.status, 200);
      if (more instanceof Response) await more.body?.cancel();
    });
  }

  test('never counts questions about health', async () => {
    await using service = await TestService.start({
      subjectRequestsPerMinute: 1,
      workspaceRequestsPerMinute: 1,
      failedAuthenticationsPerMinute: 1,
    });
    for (const authorization of [alice, alice, 'Bearer forged', 'Bearer forged']) await list(service, authorization);
    for (const path of ['/health', '/livez', '/readyz'].flatMap((path) => Array.from({ length: 5 }, () => path))) {
      assert.equal((await service.request('GET', path)).status, 200);
    }
  });
});

describe('the place of a run', () => {
  test('is free again when the run suspends, ends, fails or was never begun', async () => {
    await using service = await TestService.start({ subjectRuns: 1 });
    for (const message of [
      'scale checkout to 3',
      'what is wrong?',
      'what fails?',
      'restart it',
      'long investigation',
    ]) {
      assert.equal((await ask(service, alice, message)).status, 200, message);
    }
    assert.equal((await service.chat({ message: 'a', session_id: 'nobodys' })).status, 404);
    assert.equal((await service.chat({ message: 'a', context: { workspace_id: 'w2' } })).status, 404);
    assert.equal((await service.chat({ run_id: 'r2', resume: true })).status, 409);
    service.engine.failure = new Error('broken');
    assert.equal((await ask(service)).status, 500);
    service.engine.failure = undefined;
    assert.equal((await ask(service)).status, 200);
  });

  test('stays taken by a run whose reader has gone, until that run ends', async () => {
    await using service = await TestService.start({ subjectRuns: 1 });
    const response = await begin(service);
    await response.body?.cancel();
    while (service.streams.size > 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await ask(service)).status, 429);
    service.engine.runs.get('r1')?.emit({ type: 'run-finished', status: 'completed' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await ask(service)).status, 200);
  });

  test('is needed to go on with a run as well, and not to cancel one', async () => {
    await using service = await TestService.start({ subjectRuns: 1, subjectStreams: 1 });
    const waiting = await ask(service, alice, 'long investigation');
    await begin(service);
    const resume = { run_id: waiting.json['run_id'], resume: true };
    assert.equal((await service.chat(resume)).status, 429);
    assert.equal((await service.chat({ run_id: 'r2', cancel: true })).json['status'], 'cancelled');
    while (service.streams.size > 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await service.chat(resume)).json['status'], 'completed');
  });
});

describe('an address that sends tokens that do not hold', () => {
  test('costs nobody else anything, whosever name they carry', async () => {
    await using service = await TestService.start({ failedAuthenticationsPerMinute: 3, subjectRequestsPerMinute: 1 }, [
      '127.0.0.0/8',
      '::1',
    ]);
    const from = (address: string, authorization: string) =>
      service.request('GET', '/v1/chat?sessions=', { headers: { authorization, 'x-forwarded-for': address } });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count++) statuses.push((await from('192.0.2.66', 'Bearer alice')).status);
    assert.deepEqual(statuses, [401, 401, 401, 429, 429]);
    assert.equal((await from('192.0.2.1', alice)).status, 200);
  });

  test('does not get around the limit by a header that no proxy wrote', async () => {
    await using service = await TestService.start({ failedAuthenticationsPerMinute: 1 });
    const from = (address: string) =>
      service.chat({ message: 'a' }, { authorization: 'Bearer forged', 'x-forwarded-for': address });
    assert.equal((await from('192.0.2.1')).status, 401);
    assert.equal((await from('192.0.2.2')).status, 429);
  });

  test('is not one that sends expired ones', async () => {
    await using service = await TestService.start({ failedAuthenticationsPerMinute: 1 });
    for (let count = 0; count < 5; count++) assert.equal((await list(service, 'Bearer expired')).status, 401);
    assert.equal((await list(service)).status, 200);
  });

  test('is not told that a token does not hold when it was not looked at', async () => {
    await using service = await TestService.start({ failedAuthenticationsPerMinute: 1 });
    const validate = (authorization: string) =>
      service.request('POST', '/auth/validate', { headers: { authorization } });
    assert.equal((await validate('Bearer forged')).json['valid'], false);
    const { status, json } = await validate(alice);
    assert.equal(status, 429);
    assert.equal(json['valid'], undefined);
  });
});

describe('a service with more to do than it can do', () => {
  test('refuses new runs alone, and stays ready', async () => {
    await using service = await TestService.start();
    await ask(service, alice, 'long investigation');
    await begin(service);
    service.load.overloaded = true;
    const { status, headers, json } = await ask(service);
    assert.equal(status, 503);
    assert.equal(json['code'], 'overloaded');
    assert.equal(headers.get('retry-after'), '2');
    assert.equal(service.engine.asked.length, 2);
    assert.equal((await service.request('GET', '/readyz')).status, 200);
    assert.equal((await list(service)).status, 200);
    assert.equal((await service.chat({ run_id: 'r1', resume: true })).json['status'], 'completed');
    assert.equal((await service.chat({ run_id: 'r2', cancel: true })).json['status'], 'cancelled');
    service.load.overloaded = false;
    assert.equal((await ask(service)).status, 200);
  });
});

describe('whoever sends again as soon as he is refused', () => {
  test('is answered late, and the others are not', async () => {
    await using service = await TestService.start({ subjectRequestsPerMinute: 1, refusalMilliseconds: 600_000 });
    await list(service);
    const gone = new AbortController();
    const headers = { authorization: alice };
    const refused = Array.from({ length: 20 }, () =>
      service.fetch('GET', '/v1/chat?sessions=', { headers, signal: gone.signal }).catch(() => 'no answer'),
    );
    const answered = Promise.race(refused);
    for (const name of ['bob', 'carol', 'dave']) assert.equal((await list(service, `Bearer ${name}@w1`)).status, 200);
    gone.abort();
    assert.equal(await answered, 'no answer');
  });
});

describe('a workspace that asks much at once', () => {
  test('begins one run after the other, and another workspace does not wait for it', async () => {
    await using service = await TestService.start({ workspaceRunsPerSecond: 0.001 });
    const gone = new AbortController();
    const body = { message: 'what is wrong?' };
    const many = Array.from({ length: 20 }, (_, index) => {
      const headers = { authorization: `Bearer m${index}@w2` };
      return service.fetch('POST', '/v1/chat', { body, headers, signal: gone.signal }).catch(() => undefined);
    });
    while (service.engine.asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await ask(service)).status, 200);
    assert.equal(service.engine.asked.length, 3, 'two of the many, and the one of the other workspace');
    gone.abort();
    await Promise.all(many);
  });
});

describe('fifty attackers', () => {
  test('do not make anything of another workspace refused', async () => {
    await using service = await TestService.start(
      {
        subjectRequestsPerMinute: 20,
        workspaceRequestsPerMinute: 60,
        subjectRunsPerMinute: 10,
        subjectRuns: 2,
        workspaceRuns: 5,
        subjectStreams: 3,
        streams: 1_000,
        failedAuthenticationsPerMinute: 10,
      },
      ['127.0.0.0/8', '::1'],
    );
    const refused: number[] = [];
    const attacks = Array.from({ length: 50 }, async (_, index) => {
      const headers = { authorization: `Bearer m${index}@w2`, 'x-forwarded-for': `198.51.100.${index}` };
      const forged = {
        ...headers,
        authorization: 'Bearer alice',
        'x-forwarded-for': `198.51.100.${index}, 192.0.2.66`,
      };
      for (let count = 0; count < 12; count++) {
        const [first, second] = await Promise.all([
          service.fetch('POST', '/v1/chat', { body: { message: 'never end', stream: true }, headers }),
          service.chat({ message: 'what is wrong?' }, forged),
        ]);
        if (!first.ok) await first.text();
        refused.push(first.status, second.status);
      }
    });
    const own = (async () => {
      const headers = { authorization: alice, 'x-forwarded-for': '192.0.2.1' };
      const statuses: number[] = [];
      for (let count = 0; count < 10; count++) {
        statuses.push((await service.chat({ message: 'what is wrong?' }, headers)).status);
        statuses.push((await service.request('GET', '/v1/chat?sessions=', { headers })).status);
      }
      return statuses;
    })();
    assert.deepEqual(new Set(await own), new Set([200]));
    await Promise.all(attacks);
    assert.ok(refused.filter((status) => status === 429).length > 1_000, 'the attackers were refused');
  });
});
