import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { LiteralAutomaton } from './literal-automaton.ts';

function occurrences(literals: readonly string[], text: string): readonly string[] {
  const found: string[] = [];
  new LiteralAutomaton(literals).search(text, (literal, start, end) => found.push(`${literal} ${start}-${end}`));
  return found.toSorted();
}

function expected(literals: readonly string[], text: string): readonly string[] {
  return literals
    .flatMap((literal, number) =>
      Array.from({ length: text.length }, (_, start) => start)
        .filter((start) => text.startsWith(literal, start))
        .map((start) => `${number} ${start}-${start + literal.length}`),
    )
    .toSorted();
}

test('every occurrence of every literal is found, also within another one', () => {
  assert.deepEqual(occurrences(['he', 'she', 'his', 'hers', 's'], 'ushers'), [
    '0 2-4',
    '1 1-4',
    '3 2-6',
    '4 1-2',
    '4 5-6',
  ]);
});

test('without literals nothing is found', () => assert.deepEqual(occurrences([], 'text'), []));

const text = (maxLength: number, minLength = 0): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('a', 'b', 'c', 'é', '\ud83d', '\ude00'), { minLength, maxLength })
    .map((all) => all.join(''));

test('what is found is what a search for each literal finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text(4, 1), { maxLength: 20 }), text(30), (literals, searched) => {
      assert.deepEqual(occurrences(literals, searched), expected(literals, searched));
    }),
  );
});

test('many literals are found like few', () => {
  const literals = Array.from({ length: 5000 }, (_, number) => `pod-${number.toString(36)}-${number % 7}`);
  const searched = `${literals[17]} ${literals[4321]} pod-zz`;
  assert.deepEqual(occurrences(literals, searched), expected(literals, searched));
});
