import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { fakeCaller, openTools } from '@hexaops/core/testing';
import prometheusPlugin from '@hexaops/worker-prometheus';
import { questions, scopeExpression } from '@hexaops/worker-prometheus/promql';
import { expressionsOf, lastSample, openMetricsOf } from './corpus.ts';
import { findPrograms } from './programs.ts';
import { type PrometheusServer, startPrometheus } from './server.ts';

const programs = findPrograms();
const skip = 'missing' in programs ? programs.missing : false;
const own = { label: 'workspace_id', value: 'own' };

describe("one workspace's metrics in a Prometheus that holds another's too", { skip }, () => {
  let both: PrometheusServer;
  /** Holds the own workspace's series and no others: what it answers is what may be seen. */
  let alone: PrometheusServer;
  let expressions: readonly string[];

  before(async () => {
    if ('missing' in programs) return;
    expressions = await expressionsOf(programs.corpus);
    const words = expressions.flatMap((expression) => expression.match(/[a-zA-Z_:][a-zA-Z0-9_:]*/g) ?? []);
    const names = [...new Set(words)].filter((word) => !['workspace_id', 'job', 'le'].includes(word)).slice(0, 400);
    both = await startPrometheus(programs, openMetricsOf(names, ['own', 'other']));
    alone = await startPrometheus(programs, openMetricsOf(names, ['own']));
  });
  after(async () => {
    await both?.[Symbol.asyncDispose]();
    await alone?.[Symbol.asyncDispose]();
  });

  test("every expression of Prometheus's own tests answers as if the other workspace were not there", async (t) => {
    let same = 0;
    let refused = 0;
    let foreign = 0;
    for (const expression of expressions) {
      const scoped = tryScope(expression);
      if (scoped === undefined) {
        refused += 1;
        continue;
      }
      assert.deepEqual(await ask(both, scoped), await ask(alone, scoped), `${expression} => ${scoped}`);
      same += 1;
      if (JSON.stringify(await ask(both, expression)) !== JSON.stringify(await ask(alone, expression))) foreign += 1;
    }
    t.diagnostic(
      `figure: ${same} expressions bound, 0 answers with foreign series; unbound, ${foreign} have some; ${refused} refused`,
    );
    assert.ok(same >= 200, `${same} expressions`);
    assert.ok(foreign >= 150, 'the unbound expressions must see the other workspace, or this test proves nothing');
    assert.ok(refused <= expressions.length / 10, `${refused} of ${expressions.length} refused`);
  });

  test('the tools see the own workspace alone, whatever they are told', async () => {
    await using tools = await openTools({ use: prometheusPlugin, config: { url: both.url } });
    const caller = fakeCaller({ workspace: 'own' });
    const run = (name: string, input: unknown) => tools.call(name, input, { caller, now: () => lastSample });
    for (const [name, input] of [
      ['query-metrics', { expression: '{__name__=~".+"}' }],
      ['query-metrics', { expression: '{workspace_id=~".+"}' }],
      ['query-metrics', { expression: 'count by (workspace_id) ({__name__=~".+"})' }],
      ['chart-metrics', { expression: 'sum by (workspace_id) (http_requests)', since: '2h' }],
      ['list-metrics', { selector: '{__name__=~"http_.+"}', since: '2h' }],
      ['list-metrics', { label: 'workspace_id', since: '2h' }],
      ['list-metrics', { since: '2h' }],
    ] as const) {
      const text = JSON.stringify(await run(name, input));
      assert.doesNotMatch(text, /other/, `${name} ${JSON.stringify(input)}`);
      assert.match(text, /own/);
    }
    const other = JSON.stringify(await run('query-metrics', { expression: 'up{workspace_id="other"}' }));
    assert.match(other, /"rows":\[\]/);
  });

  test('every question that needs no PromQL is PromQL that Prometheus takes', async () => {
    await using tools = await openTools({ use: prometheusPlugin, config: { url: both.url } });
    const situation = { caller: fakeCaller({ workspace: 'own' }), now: () => lastSample };
    for (const { id } of questions)
      await tools.call('ask-metrics', { question: id, namespace: 'shop', workload: 'check.out' }, situation);
  });

  test('a chart has its points, a range too long is refused before it is sent', async () => {
    await using tools = await openTools({ use: prometheusPlugin, config: { url: both.url, points: 60 } });
    const context = { caller: fakeCaller({ workspace: 'own' }), now: () => lastSample };
    const { evidence } = await tools.call(
      'chart-metrics',
      { expression: 'rate(http_requests[5m])', since: '1h' },
      context,
    );
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'series' && content.series.length === 4);
    for (const { points } of content.series) assert.ok(points.length > 50 && points.length <= 61, `${points.length}`);
    await assert.rejects(tools.call('chart-metrics', { expression: 'up', since: '900d' }, context), (error) =>
      HexaopsError.is(error, 'arguments-invalid'),
    );
  });
});

function tryScope(expression: string): string | undefined {
  try {
    return scopeExpression(expression, own);
  } catch (error) {
    assert.ok(HexaopsError.is(error, 'arguments-invalid'), expression);
    return undefined;
  }
}

/** What Prometheus answers, in an order of its own: sorted by labels. An error is an answer too. */
async function ask({ url }: PrometheusServer, query: string): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query, time: String(lastSample / 1000) }),
  });
  const body = (await response.json()) as { readonly data?: { readonly result: unknown }; readonly error?: string };
  const result = body.data?.result;
  if (!Array.isArray(result)) return body.error ?? result;
  return result.map((one) => JSON.stringify(one)).sort();
}
