import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type HookContext, type Measurement, metricsPagePoint, type RunEvent, type RunEventDraft } from '@hexaops/core';
import { fakeCaller, HeldPlugin } from '@hexaops/core/testing';
import metrics from './index.ts';

async function open() {
  const plugin = new HeldPlugin(metrics, {});
  const [page] = plugin.contributions(metricsPagePoint);
  assert.ok(page);
  let sequence = 0;
  return {
    page,
    plugin,
    hear: (run: string, ...drafts: readonly RunEventDraft[]) => {
      for (const draft of drafts) {
        sequence += 1;
        const time = new Date(sequence * 1_000).toISOString();
        const event: RunEvent = { ...draft, run, session: 's', sequence, time, version: 1 };
        plugin.fire('runEvent', event);
      }
    },
    /** The lines of one metric. */
    async lines(name: string, measurements: readonly Measurement[] = []): Promise<readonly string[]> {
      const text = await page.render(measurements);
      return text.split('\n').filter((line) => line.startsWith(name));
    },
    [Symbol.asyncDispose]: () => plugin[Symbol.asyncDispose](),
  };
}

const canary = 'CANARY-7f3a';
const hookContext: HookContext = {
  run: canary,
  session: canary,
  caller: fakeCaller(),
  signal: AbortSignal.timeout(60_000),
};
const started: RunEventDraft = {
  type: 'run-started',
  input: canary,
  subject: canary,
  workspace: canary,
  namespaces: [canary],
};
const finished: RunEventDraft = { type: 'run-finished', status: 'completed' };
const called = (model: string): RunEventDraft => {
  return { type: 'model-called', task: 'plan', model, inputTokens: 10, outputTokens: 2, cost: 0.5, milliseconds: 100 };
};

describe('the metrics', () => {
  test('count runs that are at work, that ended, and that wait for a person, by what for', async () => {
    await using stage = await open();
    stage.hear('a', started, finished);
    stage.hear('b', started, { type: 'reauthentication-required', reason: 'token-expired' });
    stage.hear('c', started);
    assert.deepEqual(await stage.lines('hexaops_runs'), [
      'hexaops_runs_started_total 3',
      'hexaops_runs_finished_total{status="completed",code=""} 1',
      'hexaops_runs_suspended_total{kind="reauthentication"} 1',
      'hexaops_runs 1',
    ]);
  });

  test('have changes of each outcome before the first, so that the first of an outcome is an increase', async () => {
    await using stage = await open();
    assert.deepEqual(await stage.lines('hexaops_operations_total'), [
      'hexaops_operations_total{outcome="applied"} 0',
      'hexaops_operations_total{outcome="not-applied"} 0',
      'hexaops_operations_total{outcome="unknown"} 0',
    ]);
  });

  test('count calls of models, tokens and money', async () => {
    await using stage = await open();
    stage.hear('a', started, called('house/m'), called('house/m'));
    assert.deepEqual(await stage.lines('hexaops_model_tokens'), [
      'hexaops_model_tokens_total{model="house/m",direction="input"} 20',
      'hexaops_model_tokens_total{model="house/m",direction="output"} 4',
    ]);
    assert.deepEqual(await stage.lines('hexaops_model_cost'), ['hexaops_model_cost_total{model="house/m"} 1']);
  });

  test('have no label that grows without a bound, whatever models workspaces choose', async () => {
    await using stage = await open();
    for (let model = 0; model < 500; model++) stage.hear('a', called(`house/m${model}`));
    const lines = await stage.lines('hexaops_model_calls_total');
    assert.equal(lines.length, 51);
    assert.match(lines.at(-1) ?? '', /model="other".* 450$/);
  });

  test('count rules that are tried, by their ids, and no more of them than so many', async () => {
    await using stage = await open();
    for (let rule = 0; rule < 500; rule++)
      stage.plugin.fire('ruleTried', { rule: `guard.r${rule}`, stage: 'guard', would: ['deny'] }, hookContext);
    const lines = await stage.lines('hexaops_rule_dry_runs_total');
    assert.equal(lines[0], 'hexaops_rule_dry_runs_total{stage="guard",rule="guard.r0"} 1');
    assert.equal(lines.length, 201);
    assert.match(lines.at(-1) ?? '', /rule="other".* 300$/);
  });

  test('say nothing of tenants', async () => {
    await using stage = await open();
    stage.hear(
      canary,
      started,
      { type: 'step-started', step: canary, tool: canary, worker: 'kubernetes', arguments: { canary } },
      {
        type: 'step-finished',
        step: canary,
        status: 'failed',
        milliseconds: 1,
        unavailable: [],
        error: { code: 'tool-failed', message: canary },
      },
      { type: 'guard-decided', step: canary, decision: 'deny', rules: [canary], reasons: [canary] },
      { type: 'run-finished', status: 'failed', error: { code: 'internal', message: canary } },
    );
    const text = await stage.page.render([]);
    assert.doesNotMatch(text, new RegExp(canary));
    assert.match(text, /hexaops_steps_total\{worker="kubernetes",status="failed"\} 1/);
    assert.match(text, /hexaops_rule_evaluations_total\{stage="guard",outcome="deny"\} 1/);
    assert.match(text, /hexaops_runs_finished_total\{status="failed",code="internal"\} 1/);
  });

  test('name no model that a workspace has chosen for itself', async () => {
    await using stage = await open();
    const theirs = { ...called(`workspace/${canary}`), isWorkspaces: true };
    stage.hear('r', started, called('house/m'), theirs, theirs, finished);
    assert.doesNotMatch(await stage.page.render([]), new RegExp(canary));
    assert.deepEqual(await stage.lines('hexaops_model_calls_total'), [
      'hexaops_model_calls_total{model="house/m",task="plan",outcome="ok"} 1',
      'hexaops_model_calls_total{model="other",task="plan",outcome="ok"} 2',
    ]);
  });

  test('count requests by the pattern of their path', async () => {
    await using stage = await open();
    stage.page.countRequest({ method: 'POST', path: '/v1/chat', status: 200, milliseconds: 40 });
    assert.deepEqual(await stage.lines('hexaops_http_requests'), [
      'hexaops_http_requests_total{method="POST",path="/v1/chat",status="200"} 1',
    ]);
    const [le] = await stage.lines(
      'hexaops_http_request_duration_seconds_bucket{method="POST",path="/v1/chat",le="0.05"}',
    );
    assert.match(le ?? '', / 1$/);
  });

  test('tell of the process and its event loop', async () => {
    await using stage = await open();
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'hexaops_event_loop_delay_seconds',
    ])
      assert.ok((await stage.lines(name)).length > 0, name);
  });
});

describe('what others measure', () => {
  const measured = (read: Measurement['read'], kind: Measurement['kind'] = 'gauge'): Measurement => {
    return { name: 'hexaops_queue', help: 'of a test', kind, read };
  };

  test('is read anew for each page', async () => {
    await using stage = await open();
    let value = 1;
    const queue = measured(() => [{ labels: { class: 'chat' }, value }]);
    assert.deepEqual(await stage.lines('hexaops_queue', [queue]), ['hexaops_queue{class="chat"} 1']);
    value = 5;
    assert.deepEqual(await stage.lines('hexaops_queue', [queue]), ['hexaops_queue{class="chat"} 5']);
  });

  test('is left out where it cannot be told, and keeps nothing else from being told', async () => {
    await using stage = await open();
    const lost = measured(() => Promise.reject(new Error('the store is away')));
    assert.deepEqual(await stage.lines('hexaops_queue', [lost]), []);
    assert.ok((await stage.lines('process_start_time_seconds', [lost])).length > 0);
  });

  test('is left out when it takes too long', async () => {
    await using stage = await open();
    const hanging = measured(() => new Promise(() => undefined));
    assert.deepEqual(await stage.lines('hexaops_queue', [hanging]), []);
  });
});
