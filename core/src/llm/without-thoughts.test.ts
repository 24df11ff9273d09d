import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { WithoutThoughts } from './without-thoughts.ts';

function said(pieces: readonly string[]): string {
  const reader = new WithoutThoughts();
  return [...pieces.map((piece) => reader.read(piece)), reader.end()].join('');
}

describe('what a model says without what it thinks', () => {
  for (const [text, left] of [
    ['<think>Is it {"a": 1}? [e1].</think>\nIt is.', '\nIt is.'],
    ['\n<THINKING>no</THINKING>yes', 'yes'],
    ['<think></think>yes', 'yes'],
    ['<think>never ends. It is [e1].', ''],
    ['It is <think>not</think> so.', 'It is <think>not</think> so.'],
    ['<thin> ice', '<thin> ice'],
    ['<t', '<t'],
    ['<tool_call>{}</tool_call>', '<tool_call>{}</tool_call>'],
    ['', ''],
  ] as const) {
    test(`is all but the thought before it: ${JSON.stringify(text)}`, () => assert.equal(said([text]), left));
  }

  test('is the same wherever it was cut', () => {
    const parts = fc.constantFrom(
      '<think>',
      '</think>',
      '<',
      'think',
      '>',
      '/',
      ' ',
      'It is so.',
      '<thinking>',
      '</thinking>',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (written, size) => {
        const text = written.join('');
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
          text.slice(at * size, (at + 1) * size),
        );
        assert.equal(said(pieces), said([text]));
      }),
      { numRuns: 2_000 },
    );
  });
});
