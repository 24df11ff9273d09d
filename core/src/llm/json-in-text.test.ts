import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { valuesIn } from './json-in-text.ts';
import { structuredOutput } from './structured.ts';

const hasTask = (value: unknown) => (Object.hasOwn(Object(value), 'task') ? [] : ['there is no task']);

describe('JSON in what a model has written', () => {
  for (const [how, text] of [
    ['bare', '{"task": "look", "steps": []}'],
    ['in a fence', '```json\n{"task": "look", "steps": []}\n```'],
    ['twice', '{"task": "look", "steps": []}\n{"task": "look", "steps": []}'],
    ['over and over, the last cut', '{"task": "look", "steps": []}'.repeat(5) + '{"task": "lo'],
    [
      'after what it thought, with braces in it',
      '<think>use {tool} with {"pod": 1}</think>\n{"task": "look", "steps": []}',
    ],
    ['before a word with braces', 'Here: {"task": "look", "steps": []} Hope this helps {smile}'],
    ['in a list', '[{"task": "look", "steps": []}]'],
  ] as const) {
    test(`is found ${how}`, () => assert.deepEqual(structuredOutput('m', text, hasTask), { task: 'look', steps: [] }));
  }

  test('that is none of what is wanted is told with what is wrong about the first', () => {
    const wrong = (text: string, problem: string) =>
      assert.throws(() => structuredOutput('m', text, hasTask), {
        code: 'model-output-invalid',
        details: { problems: [problem] },
      });
    wrong('{"tasks": 1}', 'there is no task');
    wrong('I cannot do that.', 'it is no JSON object');
    wrong('{"task": ', 'it is no JSON object');
  });

  test('is looked for no longer than the text is worth: behind braces without end nobody looks', () => {
    const value = '{"task": "look"}';
    assert.deepEqual(valuesIn('{'.repeat(100) + value), [{ task: 'look' }]);
    assert.deepEqual(valuesIn('{'.repeat(60_000) + value), []);
  });
});
