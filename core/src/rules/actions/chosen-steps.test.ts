import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StepAction } from './action.ts';
import { chooseSteps } from './chosen-steps.ts';

const choose = (steps: readonly StepAction[], ...installed: readonly string[]) => {
  const chosen = chooseSteps({ task: 't', steps }, (tool) => installed.includes(tool));
  return { ...chosen, steps: chosen.steps.map(({ id }) => id), leftOut: chosen.leftOut.map(({ id }) => id) };
};

const logs: StepAction = { id: 'logs', tool: 'search-logs', optional: true };
const podLogs: StepAction = { id: 'pod-logs', tool: 'read-logs', insteadOf: 'logs' };
const look: StepAction = { id: 'look', tool: 'look' };

describe('of the steps of a plan', () => {
  test('all are taken where all tools are installed, but those that would stand in for others', () => {
    assert.deepEqual(choose([look, logs, podLogs], 'look', 'search-logs', 'read-logs'), {
      steps: ['look', 'logs'],
      leftOut: [],
      missing: [],
    });
  });

  test('an optional one is left out without its tool', () => {
    assert.deepEqual(choose([look, logs], 'look'), { steps: ['look'], leftOut: ['logs'], missing: [] });
  });

  test('another stands in for it where there is one, and is waited for in its place', () => {
    const after: StepAction = {
      id: 'after',
      tool: 'look',
      needs: ['logs'],
      bind: { since: { step: 'logs', value: 'first', type: 'instant' } },
    };
    const { steps, leftOut } = chooseSteps(
      { task: 't', steps: [logs, podLogs, after] },
      (tool) => tool !== 'search-logs',
    );
    assert.deepEqual(leftOut, []);
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['pod-logs', 'after'],
    );
    assert.deepEqual(steps[1]?.needs, ['pod-logs']);
    assert.equal(steps[1]?.bind?.['since']?.step, 'pod-logs');
  });

  test('the one that was wanted first is named where none can be taken', () => {
    assert.deepEqual(choose([look, logs, podLogs], 'look'), { steps: ['look'], leftOut: ['logs'], missing: [] });
  });

  test('one that is needed makes the plan impossible without its tool, and so does the want of every tool', () => {
    assert.deepEqual(choose([look, logs], 'search-logs').missing, ['look']);
    assert.deepEqual(choose([logs, podLogs]).missing, ['search-logs']);
  });
});
