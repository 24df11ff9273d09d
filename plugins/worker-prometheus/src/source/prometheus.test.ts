import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ErrorCode, HexaopsError, type ToolContext } from '@hexaops/core';
import { compileRules } from '@hexaops/core/rules';
import { fakeCaller } from '@hexaops/core/testing';
import { type Configuration, settingsOf } from '../configuration.ts';
import { type Fetch, Prometheus } from './prometheus.ts';

const now = Date.UTC(2024, 0, 1);
const rules = compileRules([]);
const contextOf = (workspace: string, signal = new AbortController().signal): ToolContext => ({
  run: 'r',
  step: 's',
  caller: fakeCaller({ workspace }),
  signal,
  byteCap: 65_536,
  rules,
  now: () => now,
});
const range = { from: now - 3_600_000, to: now, step: 60_000 };
const vector = (...values: readonly string[]) => ({
  status: 'success',
  data: {
    resultType: 'vector',
    result: values.map((value, i) => ({ metric: { __name__: 'up', i: `${i}` }, value: [1, value] })),
  },
});

interface Seen {
  readonly path: string;
  readonly method: string;
  readonly parameters: URLSearchParams;
  readonly authorization: string | undefined;
  readonly redirect: string | undefined;
}

function prometheusThat(answer: () => Response | Promise<Response>, configuration: Partial<Configuration> = {}) {
  const seen: Seen[] = [];
  const fetch: Fetch = async (url, { method = '', body, headers, redirect }) => {
    const { pathname, search } = new URL(url);
    const parameters = new URLSearchParams(typeof body === 'string' ? body : search);
    const authorization = new Headers(headers).get('authorization') ?? undefined;
    seen.push({ path: pathname, method, parameters, authorization, redirect });
    return answer();
  };
  const url = 'http://metrics.test:9090/';
  return { seen, prometheus: new Prometheus(settingsOf({ url, ...configuration }), fetch) };
}

const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status });
const raises = (promise: Promise<unknown>, code: ErrorCode, words = /./) =>
  assert.rejects(promise, (error) => {
    assert.ok(HexaopsError.is(error, code), String(error));
    assert.match(error.message, words);
    return true;
  });

describe('what is asked of Prometheus', () => {
  test('carries the matcher of the caller, in every request that there is', async () => {
    const { prometheus, seen } = prometheusThat(
      json({ status: 'success', data: { resultType: 'vector', result: [] } }),
    );
    const labels = prometheusThat(json({ status: 'success', data: [] }));
    await prometheus.instant('sum(up)', now, contextOf('w-1'));
    await prometheus.range('up', range, contextOf('w-2'));
    await labels.prometheus.series('up', range, contextOf('w-3'));
    await labels.prometheus.labels(undefined, range, contextOf('w-4'));
    await labels.prometheus.labels('job', range, contextOf('w-5'));
    const asked = [...seen, ...labels.seen].map(({ method, path, parameters }) => [
      method,
      path,
      parameters.get('query') ?? parameters.get('match[]'),
    ]);
    assert.deepEqual(asked, [
      ['POST', '/api/v1/query', 'sum(up{workspace_id="w-1"})'],
      ['POST', '/api/v1/query_range', 'up{workspace_id="w-2"}'],
      ['POST', '/api/v1/series', 'up{workspace_id="w-3"}'],
      ['POST', '/api/v1/labels', '{workspace_id="w-4",workspace_id!=""}'],
      ['GET', '/api/v1/label/job/values', '{workspace_id="w-5",workspace_id!=""}'],
    ]);
  });

  test('uses the value that the operator maps the workspace to, and nothing inherited', async () => {
    const { prometheus, seen } = prometheusThat(json(vector()), {
      workspaceLabel: 'tenant',
      workspaceValues: { 'w-1': 't"1' },
    });
    await prometheus.instant('up', now, contextOf('w-1'));
    await prometheus.instant('up', now, contextOf('constructor'));
    assert.deepEqual(
      seen.map(({ parameters }) => parameters.get('query')),
      ['up{tenant="t\\"1"}', 'up{tenant="constructor"}'],
    );
  });

  test('has a time limit of its own, follows no redirect, and has no more points than allowed', async () => {
    const { prometheus, seen } = prometheusThat(json(vector()), {
      timeoutMilliseconds: 2000,
      points: 10,
      bearerToken: 'secret',
    });
    await prometheus.range('up', range, contextOf('w-1'));
    const [{ parameters, redirect, authorization } = assert.fail()] = seen;
    assert.deepEqual([parameters.get('timeout'), parameters.get('step'), redirect], ['2000ms', '360.000', 'error']);
    assert.equal(authorization, 'Bearer secret');
  });

  test('is not asked at all where it would cost too much', async () => {
    const { prometheus, seen } = prometheusThat(json(vector()), { lookbackHours: 1 });
    await raises(prometheus.instant('rate(up[2h])', now, contextOf('w-1')), 'arguments-invalid');
    await raises(prometheus.range('up', { ...range, from: now - 7_200_000 }, contextOf('w-1')), 'arguments-invalid');
    await raises(prometheus.range('up', { ...range, from: now + 1 }, contextOf('w-1')), 'arguments-invalid');
    await raises(prometheus.series('rate(up[5m])', range, contextOf('w-1')), 'arguments-invalid');
    assert.equal(seen.length, 0);
  });
});

describe('what Prometheus answers', () => {
  test('series over the limit are counted, special values kept', async () => {
    const { prometheus } = prometheusThat(json(vector('1', 'NaN', '+Inf', '-Inf', '5')), { series: 4 });
    const { answer } = await prometheus.instant('up', now, contextOf('w-1'));
    assert.deepEqual(
      answer.series.map(({ points }) => points[0]?.[1]),
      [1, Number.NaN, Infinity, -Infinity],
    );
    assert.equal(answer.left, 1);
  });

  for (const [what, answer, code, words] of [
    [
      'a refusal of the query',
      json({ status: 'error', error: 'parse error' }, 400),
      'arguments-invalid',
      /parse error/,
    ],
    [
      'a query that is too dear',
      json({ status: 'error', error: 'too many samples' }, 422),
      'arguments-invalid',
      /samples/,
    ],
    ['an overload', json({ status: 'error', error: 'busy' }, 503), 'source-unavailable', /busy/],
    ['a page of somebody else', () => new Response('<html>', { status: 404 }), 'tool-failed', /404/],
    ['no JSON', () => new Response('<html>'), 'tool-failed', /200/],
    ['JSON of another kind', json({ data: 5 }), 'tool-failed', /Prometheus API/],
    [
      'a point that is none',
      json({ data: { resultType: 'vector', result: [{ metric: {}, value: 5 }] } }),
      'tool-failed',
      /API/,
    ],
    ['no answer', () => Promise.reject(new TypeError('fetch failed: secret')), 'source-unavailable', /does not answer/],
    ['too much', () => new Response('x'.repeat(70_000)), 'result-too-large', /65536 bytes/],
  ] as const) {
    test(`${what}: ${code}`, async () => {
      const { prometheus } = prometheusThat(answer, { readBytes: 65_536, bearerToken: 'secret' });
      await raises(prometheus.instant('up', now, contextOf('w-1')), code, words);
      await assert.rejects(prometheus.instant('up', now, contextOf('w-1')), (error) => !/secret/.test(String(error)));
    });
  }

  test('a run that is cancelled lets go of the query', async () => {
    const { prometheus } = prometheusThat(() => Promise.reject(new Error('aborted')));
    const stop = new AbortController();
    stop.abort(new HexaopsError('cancelled', 'the run was cancelled'));
    await raises(prometheus.instant('up', now, contextOf('w-1', stop.signal)), 'cancelled');
  });
});
