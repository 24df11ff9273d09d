import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import {
  CallerToken,
  type ControlPlane,
  type ControlPlaneRead,
  type ErrorCode,
  HexaopsError,
  type Operation,
} from '@hexaops/core';
import type { ControlPlaneConfig } from './config.ts';
import { createControlPlane } from './control-plane.ts';
import type { Fetch } from './http/exchange.ts';
import { always, type Answerer, callerOf, canary, listen, type Loopback, noon, type Seen } from './testing/loopback.ts';

const scale: Operation = { operation: 'scale', target: 'deployment/shop/checkout', parameters: { replicas: 3 } };
const overview: ControlPlaneRead = { read: 'overview' };
const options = { signal: new AbortController().signal };
const keyed = { ...options, idempotencyKey: 'approval-1' };

/** Runs `test` against a control plane that answers so. */
async function against(
  answer: Answerer,
  test: (controlPlane: ControlPlane, server: Loopback) => Promise<void>,
  config: Partial<ControlPlaneConfig> = {},
  now = noon,
): Promise<void> {
  await using server = await listen(answer);
  await test(createControlPlane({ url: server.url, ...config }, { now: () => now }), server);
}

async function raises(call: Promise<unknown>, code: ErrorCode, pattern = /./): Promise<HexaopsError> {
  const error: unknown = await call.then(
    (value) => assert.fail(`it gave ${inspect(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(HexaopsError.is(error), inspect(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, pattern);
  assert.ok(error.nextStep !== undefined);
  assertNoToken(error);
  return error;
}

function assertNoToken(value: unknown): void {
  const text = inspect(value, { depth: null, showHidden: true, getters: true }) + JSON.stringify(value);
  for (const part of [canary, ...canary.split('.')]) assert.ok(!text.includes(part), text);
}

describe('what is asked', () => {
  const reads: readonly (readonly [ControlPlaneRead, string, unknown])[] = [
    [{ read: 'health' }, 'GET /internal/v1/health', undefined],
    [{ read: 'overview' }, 'GET /internal/v1/workspaces/ws-1/overview', undefined],
    [{ read: 'nodes' }, 'GET /internal/v1/workspaces/ws-1/nodes', undefined],
    [{ read: 'application', application: 'app-1' }, 'GET /internal/v1/applications/app-1/details', undefined],
    [{ read: 'performance', application: 'app-1' }, 'GET /internal/v1/applications/app-1/performance', undefined],
    [{ read: 'llm-settings' }, 'GET /internal/v1/workspaces/ws-1/llm-settings', undefined],
    [
      { read: 'insights', insightType: 'cost', timeRange: '24h', targets: ['a'] },
      'POST /internal/v1/workspaces/ws-1/insights',
      { insight_type: 'cost', time_range: '24h', targets: ['a'] },
    ],
    [
      { read: 'logs', startTime: '2026-01-15T11:00:00Z', endTime: '2026-01-15T12:00:00Z', level: 'ERROR', limit: 10 },
      'POST /internal/v1/logs/query',
      {
        workspace_id: 'ws-1',
        start_time: '2026-01-15T11:00:00Z',
        end_time: '2026-01-15T12:00:00Z',
        level: 'ERROR',
        limit: 10,
      },
    ],
  ];
  for (const [read, line, body] of reads) {
    it(`${read.read}: ${line}`, () =>
      against(always(200, { ok: true }), async (controlPlane, { seen }) => {
        assert.deepEqual(await controlPlane.read(callerOf(), read, options), { ok: true });
        const [only] = seen;
        assert.equal(`${only?.method} ${only?.url}`, line);
        assert.equal(only?.headers.authorization, `Bearer ${canary}`);
        assert.equal(only?.headers['idempotency-key'], undefined);
        assert.deepEqual(only?.body === '' ? undefined : JSON.parse(only?.body ?? ''), body);
      }));
  }

  const target = 'deployment/shop/checkout';
  const operations: readonly (readonly [Operation, string, unknown])[] = [
    [scale, 'POST /internal/v1/workspaces/ws-1/deployments/checkout/scale', { replicas: 3, namespace: 'shop' }],
    [
      { operation: 'scale', target, parameters: { namespace: 'shop', deployment: 'checkout', replicas: 0 } },
      'POST /internal/v1/workspaces/ws-1/deployments/checkout/scale',
      { replicas: 0, namespace: 'shop' },
    ],
    [
      { operation: 'scale', target, parameters: { replicas: 3, resourceVersion: '7' } },
      'POST /internal/v1/operations/scale',
      { workspace_id: 'ws-1', params: { replicas: 3, resourceVersion: '7' } },
    ],
    [
      {
        operation: 'scale',
        target: 'statefulset/shop/db',
        parameters: { kind: 'StatefulSet', name: 'db', replicas: 3 },
      },
      'POST /internal/v1/operations/scale',
      { workspace_id: 'ws-1', params: { kind: 'StatefulSet', name: 'db', replicas: 3 } },
    ],
    [
      { operation: 'restart_deployment', target, parameters: { name: 'checkout' } },
      'POST /internal/v1/operations/restart_deployment',
      { workspace_id: 'ws-1', params: { name: 'checkout' } },
    ],
    [
      { operation: 'restart_vcluster', target: 'vcluster', parameters: {} },
      'POST /internal/v1/workspaces/ws-1/operations',
      { operation: 'restart_vcluster', params: {} },
    ],
    [
      {
        operation: 'autoscale',
        target: 'application/app-1',
        parameters: { application: 'app-1', min_replicas: 1, max_replicas: 5 },
      },
      'POST /internal/v1/applications/app-1/autoscale',
      { min_replicas: 1, max_replicas: 5 },
    ],
    [
      { operation: 'backup', target: 'application/app-1', parameters: { application: 'app-1' } },
      'POST /internal/v1/applications/app-1/backup',
      { application_id: 'app-1' },
    ],
    [
      { operation: 'incident', target: 'incident/7', parameters: { incident: '7', action: 'resolve' } },
      'POST /internal/v1/incidents/7',
      { action: 'resolve' },
    ],
    [
      {
        operation: 'delete_everything',
        target,
        parameters: { workspace: 'ws-2', workspace_id: 'ws-2', parameters: 1 },
      },
      'POST /internal/v1/operations/delete_everything',
      { workspace_id: 'ws-1', params: { workspace: 'ws-2', workspace_id: 'ws-2', parameters: 1 } },
    ],
  ];
  for (const [operation, line, body] of operations) {
    it(`${operation.operation} ${JSON.stringify(operation.parameters)}: ${line}`, () =>
      against(always(200, { message: 'done' }), async (controlPlane, { seen }) => {
        const outcome = await controlPlane.perform(callerOf(), operation, keyed);
        assert.deepEqual(outcome, { message: 'done', body: { message: 'done' } });
        const [only] = seen;
        assert.equal(`${only?.method} ${only?.url}`, line);
        assert.equal(only?.headers['idempotency-key'], 'approval-1');
        assert.deepEqual(JSON.parse(only?.body ?? ''), body);
      }));
  }

  it('goes by the paths and rows of the configuration', () =>
    against(
      always(200, {}),
      async (controlPlane, { seen, url }) => {
        await controlPlane.read(callerOf(), overview, options);
        await controlPlane.perform(callerOf(), scale, keyed);
        await controlPlane.perform(callerOf(), { ...scale, operation: 'other' }, keyed);
        const prefixed = createControlPlane({ url: `${url}/prefix/` }, { now: () => noon });
        await prefixed.read(callerOf(), overview, options);
        assert.deepEqual(
          seen.map(({ method, url: path }) => `${method} ${path}`),
          [
            'GET /ws/ws-1',
            'PUT /scale/shop/checkout',
            'POST /do/other',
            'GET /prefix/internal/v1/workspaces/ws-1/overview',
          ],
        );
      },
      {
        paths: { overview: '/ws/{workspace}' },
        operations: {
          scale: { method: 'PUT', path: '/scale/{target.namespace}/{target.name}', body: { to: '{replicas}' } },
        },
        genericOperationPath: '/do/{operation}',
      },
    ));
});

describe('what is never sent', () => {
  const refused = (call: (controlPlane: ControlPlane) => Promise<unknown>, code: ErrorCode, now = noon) =>
    against(
      always(200),
      async (controlPlane, { seen }) => {
        await raises(call(controlPlane), code);
        assert.equal(seen.length, 0);
      },
      {},
      now,
    );

  it('a request of a caller without a token', () => {
    const caller = callerOf({ token: undefined });
    return refused((controlPlane) => controlPlane.read(caller, overview, options), 'token-invalid');
  });

  it('a token that has expired', async () => {
    for (const call of [
      (controlPlane: ControlPlane) => controlPlane.read(callerOf(), overview, options),
      (controlPlane: ControlPlane) => controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, options),
      (controlPlane: ControlPlane) => controlPlane.perform(callerOf(), scale, keyed),
    ]) {
      await refused(call, 'reauthentication-required', noon + 10_000);
    }
  });

  it('a token that would be a header of its own', () => {
    const caller = callerOf({ token: new CallerToken(`${canary}\r\nx-injected: 1`, noon + 10_000) });
    return refused((controlPlane) => controlPlane.read(caller, overview, options), 'token-invalid');
  });

  for (const evil of [
    '..',
    '../ws-2',
    'a/b',
    'a%2fb',
    'a\\b',
    '',
    '.',
    'a..b',
    'a?x=1',
    'a#b',
    'a b',
    'ä',
    'x'.repeat(300),
  ]) {
    it(`the segment ${JSON.stringify(evil.slice(0, 20))}`, async () => {
      await refused((to) => to.read(callerOf({ workspace: evil }), overview, options), 'arguments-invalid');
      await refused(
        (to) => to.read(callerOf(), { read: 'application', application: evil }, options),
        'arguments-invalid',
      );
      await refused((to) => to.perform(callerOf(), { ...scale, operation: evil }, keyed), 'arguments-invalid');
      const parameters = { deployment: evil, replicas: 1 };
      await refused(
        (to) => to.perform(callerOf(), { operation: 'scale', target: 'deployment/x', parameters }, keyed),
        'arguments-invalid',
      );
    });
  }

  for (const path of [
    'api/v1/pods',
    '/apix/v1',
    '/healthz',
    '/api/../internal',
    '/api/v1/namespaces/a%2fb/pods',
    '/api/v1/namespaces/a\\b/pods',
    '/api/v1/namespaces/a b/pods',
    '/api/v1/namespaces/a#b',
    '/api/v1/pods/',
    '/api//v1',
    '/api/v1/pods?watch=true',
    '/api/v1/namespaces/shop/pods/web/exec',
    '/api/v1/namespaces/shop/services/web/proxy/admin',
    '/api/v1/nodes/node-1/proxy',
  ]) {
    it(`the Kubernetes path ${path}`, () =>
      refused((to) => to.kubernetes(callerOf(), path, {}, options), 'arguments-invalid'));
  }

  it('an operation whose parameters name another object than its target', async () => {
    const contradictions = [{ name: 'payments' }, { namespace: 'bank' }, { deployment: 'payments' }];
    for (const parameters of contradictions) {
      await refused(
        (to) => to.perform(callerOf(), { ...scale, parameters: { ...parameters, replicas: 0 } }, keyed),
        'arguments-invalid',
      );
    }
  });

  it('an operation without what its row needs', () =>
    refused((to) => to.perform(callerOf(), { ...scale, parameters: {} }, keyed), 'arguments-invalid'));

  it('an idempotency key that is no header', () =>
    refused((to) => to.perform(callerOf(), scale, { ...keyed, idempotencyKey: 'a\r\nb: c' }), 'arguments-invalid'));

  it('anything after the call was cancelled', () =>
    refused((to) => to.read(callerOf(), overview, { signal: AbortSignal.abort() }), 'cancelled'));
});

describe('what an answer means', () => {
  const unauthorized = always(401, { error: 'no' });

  it('401 to a token that has not expired: refused, never a suspension', async () => {
    for (const [left, code] of [
      [10_000, 'control-plane-refuses-token'],
      [2001, 'control-plane-refuses-token'],
      [2000, 'reauthentication-required'],
      [1, 'reauthentication-required'],
    ] as const) {
      const caller = callerOf({ token: new CallerToken(canary, noon + left) });
      await against(unauthorized, async (controlPlane, { seen }) => {
        const error = await raises(controlPlane.read(caller, overview, options), code);
        assert.equal(error.details?.['reason'], code === 'reauthentication-required' ? 'token-expired' : undefined);
        await raises(controlPlane.perform(caller, scale, keyed), code);
        await raises(controlPlane.kubernetes(caller, '/api/v1/pods', {}, options), code);
        assert.equal(seen.length, 3);
      });
    }
  });

  it('403: forbidden in its own words, once', () =>
    against(always(403, { error: 'viewers may not\nscale' }), async (controlPlane, { seen }) => {
      await raises(controlPlane.read(callerOf(), overview, options), 'forbidden', /viewers may not scale/);
      await raises(controlPlane.perform(callerOf(), scale, keyed), 'forbidden', /viewers may not scale/);
      await raises(controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, options), 'forbidden');
      assert.equal(seen.length, 3);
    }));

  for (const status of [400, 404, 405, 409, 422, 429, 501]) {
    it(`${status} to an operation: it did not happen, and is not tried again`, () =>
      against(always(status, { error: 'replicas?' }), async (controlPlane, { seen }) => {
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-failed', /replicas\?/);
        assert.equal(seen.length, 1);
      }));
  }

  for (const status of [301, 303, 307, 500, 502, 503, 504]) {
    it(`${status} to an operation: nobody knows, and it is not tried again`, () =>
      against(always(status, 'x', { location: '/elsewhere' }), async (controlPlane, { seen }) => {
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
        assert.equal(seen.length, 1);
      }));
  }

  const readCodes = [
    [400, 'arguments-invalid'],
    [404, 'not-found'],
    [409, 'tool-failed'],
    [422, 'arguments-invalid'],
    [501, 'tool-failed'],
    [302, 'tool-failed'],
  ] as const;
  for (const [status, code] of readCodes) {
    it(`${status} to a read: ${code}, once`, () =>
      against(always(status, {}, { location: '/elsewhere' }), async (controlPlane, { seen }) => {
        await raises(controlPlane.read(callerOf(), overview, options), code);
        assert.equal(seen.length, 1);
      }));
  }

  it('5xx to a read: tried once more, then unavailable', async () => {
    await against(always(503, { error: 'starting' }), async (controlPlane, { seen }) => {
      await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable', /503: starting/);
      assert.equal(seen.length, 2);
    });
    let calls = 0;
    const recovering: Answerer = (seen, response) =>
      always((calls += 1) === 1 ? 500 : 200, { fine: true })(seen, response);
    await against(recovering, async (controlPlane) => {
      assert.deepEqual(await controlPlane.read(callerOf(), overview, options), { fine: true });
    });
  });

  it('a connection that breaks off: a read is tried once more, an operation is of unknown outcome', () =>
    against(
      (_, response) => response.destroy(),
      async (controlPlane, { seen }) => {
        await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
        assert.equal(seen.length, 2);
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
        assert.equal(seen.length, 3);
      },
    ));

  it('an answer that breaks off in the middle', () =>
    against(
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"message"', () => response.destroy());
      },
      async (controlPlane) => {
        await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
      },
    ));

  it('no answer in time', () =>
    against(
      () => undefined,
      async (controlPlane, { seen }) => {
        await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
        await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
        assert.equal(seen.length, 2);
      },
      { timeoutMilliseconds: 50, readTimeoutMilliseconds: 50 },
    ));

  it('cancelled on the way: a read is cancelled, an operation is of unknown outcome', async () => {
    let controller = new AbortController();
    await against(
      () => controller.abort(),
      async (controlPlane) => {
        await raises(controlPlane.read(callerOf(), overview, { signal: controller.signal }), 'cancelled');
        controller = new AbortController();
        const call = controlPlane.perform(callerOf(), scale, { ...keyed, signal: controller.signal });
        await raises(call, 'operation-outcome-unknown');
      },
    );
  });

  it('nobody listens: nothing was sent, and it says so', async () => {
    const server = await listen(always(200));
    await server[Symbol.asyncDispose]();
    for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost')]) {
      const controlPlane = createControlPlane({ url }, { now: () => noon });
      await raises(controlPlane.perform(callerOf(), scale, keyed), 'control-plane-unavailable', /nothing was sent/);
      await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
    }
  });

  it('no such host: nothing was sent; a connection that dies later says nothing of the kind', async () => {
    const failing = (cause: object) => {
      const error = new TypeError('fetch failed', { cause: Object.assign(new Error('no'), cause) });
      const fetch: Fetch = () => Promise.reject(error);
      return createControlPlane({ url: 'http://control-plane' }, { now: () => noon, fetch }).perform(
        callerOf(),
        scale,
        keyed,
      );
    };
    await raises(
      failing({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
      'control-plane-unavailable',
      /nothing was sent/,
    );
    await raises(failing({ code: 'ETIMEDOUT', syscall: 'connect' }), 'control-plane-unavailable', /nothing was sent/);
    await raises(failing({ code: 'UND_ERR_CONNECT_TIMEOUT' }), 'control-plane-unavailable', /nothing was sent/);
    await raises(failing({ code: 'ETIMEDOUT', syscall: 'read' }), 'operation-outcome-unknown', /ETIMEDOUT/);
    await raises(failing({ code: 'ECONNRESET' }), 'operation-outcome-unknown', /ECONNRESET/);
  });

  it('a success without JSON: an operation is done, a read is not answered', () =>
    against(always(200, 'OK'), async (controlPlane) => {
      assert.deepEqual(await controlPlane.perform(callerOf(), scale, keyed), { message: 'accepted (200)', body: 'OK' });
      await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
    }));
});

describe('the Kubernetes API', () => {
  it('is read through the workspace of the caller', () =>
    against(always(200, '{"items":[]}'), async (controlPlane, { seen }) => {
      const query = { labelSelector: 'a=b&c', limit: '5' };
      const path = '/apis/apps/v1/namespaces/shop/deployments';
      const answer = await controlPlane.kubernetes(callerOf(), path, query, options);
      assert.deepEqual(answer, { status: 200, body: '{"items":[]}', truncated: false });
      assert.equal(seen[0]?.url, `/internal/v1/workspaces/ws-1/k8s${path}?labelSelector=a%3Db%26c&limit=5`);
    }));

  it('may answer that a thing is not there', () =>
    against(always(404, { kind: 'Status' }), async (controlPlane, { seen }) => {
      const answer = await controlPlane.kubernetes(callerOf(), '/api/v1/namespaces/shop', {}, options);
      assert.deepEqual(answer, { status: 404, body: '{"kind":"Status"}', truncated: false });
      assert.equal(seen.length, 1);
    }));

  it('is cut at the byte cap, between two characters', () =>
    against(always(200, 'aé'.repeat(1000)), async (controlPlane) => {
      const answer = await controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, { ...options, byteCap: 11 });
      assert.deepEqual(answer, { status: 200, body: 'aéaéaéa', truncated: true });
    }));
});

describe('an answer that is too long', () => {
  const long = always(200, { message: 'x'.repeat(5000) });

  it('is an error of a read', () =>
    against(long, async (controlPlane) => {
      await raises(controlPlane.read(callerOf(), overview, { ...options, byteCap: 1000 }), 'result-too-large');
    }));

  it('leaves an operation done', () =>
    against(long, async (controlPlane) => {
      const outcome = await controlPlane.perform(callerOf(), scale, { ...keyed, byteCap: 1000 });
      assert.deepEqual(outcome, { message: 'accepted (200)', body: undefined });
    }));

  it('is not read to its end', () =>
    against(
      (_, response) => {
        const write = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          response.once('drain', write);
        };
        write();
      },
      async (controlPlane) => {
        const answer = await controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, { ...options, byteCap: 100_000 });
        assert.deepEqual([answer.body.length, answer.truncated], [100_000, true]);
      },
    ));

  it('says no more than a sentence of an error', () =>
    against(always(400, { error: `no\u0000\u001b[31m\n${'x'.repeat(100_000)}` }), async (controlPlane) => {
      const error = await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-failed');
      assert.ok(error.message.length < 500);
      assert.doesNotMatch(error.message, /\p{Cc}/u);
    }));
});

describe('the token', () => {
  it('is in no error and no answer, even where the control plane says it back', async () => {
    const echo =
      (status: number): Answerer =>
      (seen, response) =>
        always(status, {
          error: `bad ${seen.headers.authorization}`,
          message: seen.headers.authorization?.slice(0, -5),
        })(seen, response);
    for (const status of [200, 400, 403, 404, 409, 500, 501]) {
      await against(echo(status), async (controlPlane) => {
        const calls = [
          controlPlane.read(callerOf(), overview, options),
          controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, options),
          controlPlane.kubernetes(callerOf(), '/api/v1/pods', {}, { ...options, byteCap: 60 }),
          controlPlane.perform(callerOf(), scale, keyed),
        ];
        for (const result of await Promise.allSettled(calls)) assertNoToken(result);
      });
    }
  });

  it('is in no error, whatever `fetch` puts into its own', async () => {
    const leaking: Fetch = (url, init) => {
      throw new TypeError(`cannot send ${JSON.stringify(init.headers)}`, {
        cause: new Error(`${url} ${JSON.stringify(init)}`),
      });
    };
    const controlPlane = createControlPlane({ url: 'http://127.0.0.1:1' }, { fetch: leaking, now: () => noon });
    await raises(controlPlane.read(callerOf(), overview, options), 'control-plane-unavailable');
    await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
  });

  it('is not sent on by a redirect to another host', async () => {
    await using other = await listen(always(200));
    await against(always(307, '', { location: `${other.url}/stolen` }), async (controlPlane) => {
      await raises(controlPlane.read(callerOf(), overview, options), 'tool-failed');
      await raises(controlPlane.perform(callerOf(), scale, keyed), 'operation-outcome-unknown');
      assert.equal(other.seen.length, 0);
    });
  });

  it('is that of the caller, for a thousand callers side by side', async () => {
    const later: Answerer = (seen, response) =>
      void setTimeout(() => always(200, { message: seen.url })(seen, response), Math.random() * 20);
    await against(
      later,
      async (controlPlane, { seen }) => {
        const callers = Array.from({ length: 1000 }, (_, index) =>
          callerOf({
            subject: `user-${index}`,
            workspace: `ws-${index}`,
            token: new CallerToken(`token-of-${index}`, noon + 10_000),
          }),
        );
        const patient = { ...keyed };
        await Promise.all(
          callers.map(async (caller, index) => {
            if (index % 3 === 0) await controlPlane.read(caller, overview, options);
            else if (index % 3 === 1) await controlPlane.kubernetes(caller, '/api/v1/pods', {}, options);
            else
              await controlPlane.perform(caller, { operation: 'other', target: 'x', parameters: { index } }, patient);
          }),
        );
        assert.equal(seen.length, 1000);
        const owner = ({ url, body }: Seen) =>
          /ws-(\d+)/.exec(url ?? '')?.[1] ?? /"workspace_id":"ws-(\d+)"/.exec(body)?.[1];
        for (const one of seen) assert.equal(one.headers.authorization, `Bearer token-of-${owner(one)}`);
        assert.equal(new Set(seen.map(owner)).size, 1000);
      },
      { timeoutMilliseconds: 60_000, readTimeoutMilliseconds: 60_000 },
    );
  });
});

describe('a configuration that cannot be', () => {
  it('is refused at once', () => {
    for (const url of [
      '',
      'control-plane',
      'ftp://control-plane',
      'http://user:secret@control-plane',
      'http://control-plane/?x',
    ]) {
      assert.throws(
        () => createControlPlane({ url }),
        (error: unknown) => HexaopsError.is(error, 'config-invalid') && !error.message.includes('secret'),
      );
    }
  });
});
