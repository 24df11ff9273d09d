import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnswerWords, RunEvent, RunEventBody } from '@hexaops/core';
import { sentRun, withEvents } from './run-state.ts';

function eventsOf(...bodies: readonly RunEventBody[]): readonly RunEvent[] {
  return bodies.map((body, index) => ({
    ...body,
    run: 'r1',
    session: 's1',
    sequence: index + 1,
    time: `2026-01-01T00:00:0${index}.000Z`,
    version: 1,
  }));
}

const step = (id: string) => ({
  id,
  tool: 'read-logs',
  worker: 'kubernetes',
  effect: 'read' as const,
  arguments: {},
  needs: [],
  provenance: {},
});

const story = eventsOf(
  { type: 'run-started', input: 'what is wrong?', subject: 'alice', workspace: 'shop', namespaces: [] },
  { type: 'plan-made', plan: { task: 't', steps: [step('a')], madeBy: { rule: 'r' }, tainted: false } },
  { type: 'step-started', step: 'a', tool: 'read-logs', worker: 'kubernetes', arguments: {} },
  { type: 'steps-added', steps: [step('b')], because: 'the logs name another' },
  { type: 'step-finished', step: 'a', status: 'succeeded', milliseconds: 12, unavailable: [], findings: 0 },
  { type: 'model-called', task: 'answer', model: 'p/m', inputTokens: 3, outputTokens: 4, cost: 0.5, milliseconds: 1 },
  { type: 'model-called', task: 'plan', model: 'p/m', inputTokens: 1, outputTokens: 1, cost: 0.25, milliseconds: 1 },
  { type: 'answer', text: 'nothing', citations: [], unavailable: [], suggestions: [] },
  { type: 'run-finished', status: 'completed' },
);

test('a run is what its events say: plan, steps as they go, cost, answer, end', () => {
  const state = withEvents(sentRun('what is wrong?'), story);
  assert.equal(state.status, 'completed');
  assert.deepEqual(
    state.steps.map(({ step: { id }, status, because }) => [id, status, because]),
    [
      ['a', 'succeeded', undefined],
      ['b', 'waiting', 'the logs name another'],
    ],
  );
  assert.deepEqual([state.tokens, state.cost, state.models], [{ input: 4, output: 5 }, 0.75, ['p/m']]);
  assert.equal(state.answers.at(-1)?.text, 'nothing');
  assert.deepEqual([state.run, state.session, state.sequence], ['r1', 's1', story.length]);
});

test('a change that had nothing to change says what is so already', () => {
  const unchanged = 'Deployment shop/cart asks for 3 replicas already.';
  const state = withEvents(
    sentRun('scale cart to 3'),
    eventsOf(
      { type: 'plan-made', plan: { task: 't', steps: [step('a')], madeBy: { rule: 'r' }, tainted: false } },
      { type: 'step-finished', step: 'a', status: 'succeeded', milliseconds: 12, unavailable: [], unchanged },
    ),
  );
  assert.deepEqual([state.steps[0]?.status, state.steps[0]?.unchanged], ['succeeded', unchanged]);
});

test('however the events come, in parts and more than once, the state is the same', () => {
  const whole = withEvents(sentRun(''), story);
  for (let cut = 0; cut <= story.length; cut += 1) {
    const first = withEvents(sentRun(''), story.slice(0, cut));
    assert.deepEqual(withEvents(first, story.slice(Math.max(0, cut - 3))), whole);
  }
});

test('what a run waits for is gone once it goes on', () => {
  const waiting = eventsOf(
    { type: 'run-started', input: 'q', subject: 'alice', workspace: 'shop', namespaces: [] },
    { type: 'reauthentication-required', reason: 'token-expired' },
    { type: 'run-resumed', subject: 'alice' },
  );
  assert.equal(withEvents(sentRun('q'), waiting.slice(0, 2)).waiting?.kind, 'reauthentication');
  const resumed = withEvents(sentRun('q'), waiting);
  assert.deepEqual([resumed.status, resumed.waiting], ['running', undefined]);
});

test('the words of an answer are shown as they come, until it stands there itself', () => {
  const [end, answer, ...before] = story.toReversed();
  const first = withEvents(sentRun(''), before.toReversed());
  const words = (at: number, text: string): AnswerWords => {
    const { sequence } = first;
    return { type: 'answer-words', at, text, run: 'r1', session: 's1', sequence, time: '', version: 1 };
  };
  const worded = withEvents(first, [words(0, 'One. Too.'), words(4, ' Two.')]);
  assert.equal(worded.worded, 'One. Two.');
  assert.equal(worded.sequence, first.sequence, 'they are no events to come back after');
  assert.equal(withEvents(worded, [words(0, '')]).worded, '');
  assert.equal(withEvents(worded, [answer as RunEvent]).worded, undefined);
  const cancelled = withEvents(worded, [end as RunEvent]);
  assert.deepEqual([cancelled.worded, withEvents(cancelled, [words(0, 'late')]).worded], [undefined, undefined]);
});
