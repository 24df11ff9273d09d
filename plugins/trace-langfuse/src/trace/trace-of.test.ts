import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelExchange, RunEvent, RunEventDraft } from '@hexaops/core';
import {
  answered,
  evidence,
  finished,
  planned,
  runEvents,
  started,
  stepFinished,
  stepStarted,
} from '../testing/run-events.ts';
import type { Observation } from './observation.ts';
import { Recorder, type Recording } from './recorder.ts';
import { traceOf } from './trace-of.ts';

function trace(
  drafts: readonly RunEventDraft[],
  exchanges: readonly ModelExchange[] = [],
  earlier: readonly RunEvent[] = [],
) {
  const [first, ...rest] = runEvents(drafts, 'r1', earlier.length);
  assert.ok(first);
  return traceOf({ events: [first, ...rest], exchanges, earlier });
}

function find(observations: readonly Observation[], id: string): Observation {
  return observations.find((each) => each.id === id) ?? assert.fail(observations.map((each) => each.id).join(' '));
}

const called = (task: 'plan' | 'answer' | 'agent', inputTokens = 10): ModelExchange['record'] => {
  return { type: 'model-called', task, model: 'house/m', inputTokens, outputTokens: 2, cost: 0.5, milliseconds: 500 };
};

describe('the trace of a run', () => {
  test('is the chat agent, with the orchestrator, with each worker, with its tools', () => {
    const { observations } = trace([
      started,
      planned('kubernetes', 'prometheus', 'kubernetes'),
      ...['s1', 's2', 's3'].map((step, index) => stepStarted(step, index === 1 ? 'prometheus' : 'kubernetes')),
      ...['s1', 's2', 's3'].map((step) => stepFinished(step)),
      answered('all is well'),
      finished,
    ]);
    assert.deepEqual(
      observations.filter(({ type }) => type !== 'event').map(({ id, parent, type }) => [id, parent, type]),
      [
        ['chat', undefined, 'agent'],
        ['orchestrator', 'chat', 'agent'],
        ['worker/kubernetes', 'orchestrator', 'agent'],
        ['step/s1', 'worker/kubernetes', 'tool'],
        ['step/s3', 'worker/kubernetes', 'tool'],
        ['worker/prometheus', 'orchestrator', 'agent'],
        ['step/s2', 'worker/prometheus', 'tool'],
      ],
    );
  });

  test('names session and person, and what was asked and answered', () => {
    const { session, user, workspace, observations } = trace([started, answered('all is well'), finished]);
    assert.deepEqual([session, user, workspace], ['s1', 'alice', 'shop']);
    const { input, output, start, end } = find(observations, 'chat');
    assert.deepEqual([input, output, start, end], ['what is wrong?', 'all is well', 1_000, 3_000]);
  });

  test('says of the orchestrator the task and the reasons, and the plan that came of them', () => {
    const { observations } = trace([
      started,
      planned('kubernetes'),
      { type: 'steps-added', steps: [], because: 'a finding asks for the logs' },
      finished,
    ]);
    const { input, output } = find(observations, 'orchestrator');
    assert.deepEqual(input, { task: 'find out', reasons: ['rule route.what', 'a finding asks for the logs'] });
    const given = { name: 'checkout' };
    assert.deepEqual(output, [
      { id: 's1', worker: 'kubernetes', tool: 'look-1', effect: 'read', arguments: given, needs: [] },
    ]);
  });

  test('gives a tool its arguments, its evidence and how it ended', () => {
    const { observations } = trace([
      started,
      planned('kubernetes'),
      stepStarted('s1', 'kubernetes'),
      evidence('e1', 's1', '3 pods'),
      stepFinished('s1', 'failed'),
      finished,
    ]);
    const { input, output, problem, start, end } = find(observations, 'step/s1');
    assert.deepEqual(input, { name: 'checkout' });
    assert.match(JSON.stringify(output), /"id":"e1".*"text":"3 pods"/);
    assert.deepEqual(problem, { level: 'ERROR', message: 'it broke', code: 'tool-failed' });
    assert.deepEqual([start, end], [3_000, 5_000]);
  });

  test('has a refused step, although it never began, and the guard that has refused it', () => {
    const { observations } = trace([
      started,
      planned('kubernetes'),
      { type: 'guard-decided', step: 's1', decision: 'deny', rules: ['guard.no'], reasons: ['not today'] },
      stepFinished('s1', 'denied'),
      finished,
    ]);
    const guard = find(observations, 'event/3');
    assert.deepEqual(
      [guard.type, guard.parent, guard.problem?.message],
      ['guardrail', 'worker/kubernetes', 'not today'],
    );
    assert.equal(find(observations, 'step/s1').problem?.level, 'WARNING');
  });

  test('puts what a rule has found under the tool that has read the evidence', () => {
    const { observations } = trace([
      started,
      planned('kubernetes'),
      stepStarted('s1', 'kubernetes'),
      evidence('e1', 's1', 'text'),
      {
        type: 'finding',
        finding: {
          cause: 'out-of-memory',
          object: { kind: 'Pod', name: 'p' },
          severity: 'critical',
          confidence: 1,
          summary: 'it was killed',
          evidence: ['e1'],
          rule: 'diagnose.oom',
        },
      },
      stepFinished('s1'),
      finished,
    ]);
    const { parent, name, type } = find(observations, 'event/5');
    assert.deepEqual([parent, name, type], ['step/s1', 'rule diagnose.oom', 'event']);
  });

  test('has each call of a model with its prompt, its words, its tokens and its cost', () => {
    const record = called('answer');
    const prompt: ModelExchange['prompt'] = [{ role: 'system', content: 'be brief' }];
    const { observations } = trace(
      [started, record, finished],
      [{ record, prompt, text: 'well', finishReason: 'stop' }],
    );
    const { type, parent, start, end, input, output, model } = find(observations, 'model/2');
    assert.deepEqual([type, parent, start, end, input, output], ['generation', 'chat', 1_500, 2_000, prompt, 'well']);
    const told = { name: 'house/m', inputTokens: 10, outputTokens: 2, cost: 0.5 };
    assert.deepEqual(model, { ...told, prompt, finishReason: 'stop' });
  });

  test('never gives a call what another was asked, in whatever order they are written down', () => {
    const exchange = (tokens: number) => ({ record: called('plan', tokens), prompt: [], text: `of ${tokens}` });
    const { observations } = trace(
      [started, called('plan', 2), called('plan', 1), called('plan', 3), finished],
      [exchange(1), exchange(2)],
    );
    assert.deepEqual(
      ['model/2', 'model/3', 'model/4'].map((id) => find(observations, id).output),
      ['of 2', 'of 1', undefined],
    );
  });

  test('gives a call of an agent to the one step that is under way, and to the orchestrator where there are several', () => {
    const alone = [started, planned('a'), stepStarted('s1', 'a'), called('agent'), stepFinished('s1'), finished];
    assert.equal(find(trace(alone).observations, 'model/4').parent, 'step/s1');
    const both = [
      started,
      planned('a', 'b'),
      stepStarted('s1', 'a'),
      stepStarted('s2', 'b'),
      called('agent'),
      stepFinished('s1'),
      stepFinished('s2'),
      finished,
    ];
    assert.equal(find(trace(both).observations, 'model/5').parent, 'orchestrator');
  });

  test('has a parent for every observation but the first, before it', () => {
    const { observations } = trace([
      started,
      planned('a'),
      stepStarted('s1', 'a'),
      called('agent'),
      stepFinished('s1'),
      finished,
    ]);
    const seen = new Set<string>();
    for (const { id, parent } of observations) {
      assert.ok(parent === undefined ? id === 'chat' : seen.has(parent), id);
      assert.ok(!seen.has(id), `${id} is there once`);
      seen.add(id);
    }
  });
});

describe('a run that goes on', () => {
  const earlier = runEvents([started, planned('a'), stepStarted('s1', 'a')]);

  test('has the step that waited, and whose the run is', () => {
    const { observations, user, workspace, firstSequence } = trace(
      [{ type: 'run-resumed', subject: 'alice' }, stepFinished('s1'), finished],
      [],
      earlier,
    );
    assert.deepEqual([user, workspace, firstSequence], ['alice', 'shop', 4]);
    const { start, end, parent } = find(observations, 'step/s1');
    assert.deepEqual([start, end, parent], [4_000, 5_000, 'worker/a']);
    assert.equal(find(observations, 'chat').input, 'what is wrong?');
    assert.match(JSON.stringify(find(observations, 'orchestrator').input), /find out/);
  });

  test('is told without what nobody has heard here', () => {
    const { observations, user } = trace([{ type: 'run-resumed', subject: 'alice' }, stepFinished('s1'), finished]);
    assert.equal(user, 'alice');
    assert.deepEqual(
      observations.map(({ id }) => id),
      ['chat', 'orchestrator'],
    );
  });

  test('has what another process has heard of it, where that was read back', () => {
    const done: Recording[] = [];
    const recorder = new Recorder(
      () => true,
      (recording) => done.push(recording),
    );
    recorder.hearRestored({ run: 'r1', events: earlier });
    for (const event of runEvents([{ type: 'run-resumed', subject: 'alice' }, stepFinished('s1'), finished], 'r1', 3))
      recorder.hear(event);
    const [recording] = done;
    assert.ok(recording);
    const { workspace, observations } = traceOf(recording);
    assert.equal(workspace, 'shop');
    assert.equal(find(observations, 'step/s1').parent, 'worker/a');
  });

  test('has the rules that were tried, with the worker of their step, as what went wrong for nobody', () => {
    const [first, ...rest] = runEvents([started, planned('a'), stepStarted('s1', 'a'), stepFinished('s1'), finished]);
    assert.ok(first);
    const rule = { rule: 'guard.tried', stage: 'guard', would: ['deny'], step: 's1', at: 3_000 } as const;
    const { observations } = traceOf({ events: [first, ...rest], earlier: [], exchanges: [], tried: [rule] });
    const { parent, type, name, output, problem } = find(observations, 'tried/0');
    assert.deepEqual([parent, type, name], ['worker/a', 'event', 'dry run guard.tried']);
    assert.deepEqual([output, problem?.level], [{ stage: 'guard', would: ['deny'] }, 'DEBUG']);
  });

  test('does not call a step broken that waits', () => {
    const { observations } = trace([
      started,
      planned('a'),
      stepStarted('s1', 'a'),
      { type: 'reauthentication-required', reason: 'token-expired' },
    ]);
    const { problem, metadata } = find(observations, 'step/s1');
    assert.deepEqual([problem, metadata?.['status']], [undefined, 'waiting']);
  });
});
