import assert from 'node:assert/strict';
import { test } from 'node:test';
import { celEnv, type CelInput, celList, celMap, parse, plan } from '@bufbuild/cel';
import * as fc from 'fast-check';
import { verdictOfRule } from '../testing/fixtures.ts';

/** JSON numbers are doubles for the oracle too. */
function toCel(value: unknown): CelInput {
  if (Array.isArray(value)) return celList(value.map(toCel));
  if (typeof value === 'object' && value !== null) {
    return celMap(new Map(Object.entries(value).map(([key, item]) => [key, toCel(item)])));
  }
  return value as CelInput;
}

function oracle(expression: string, fact: Readonly<Record<string, unknown>>): boolean | undefined {
  const bindings = Object.fromEntries(Object.entries(fact).map(([name, value]) => [name, toCel(value)]));
  try {
    const result: unknown = plan(celEnv(), parse(expression))(bindings);
    return typeof result === 'boolean' ? result : undefined;
  } catch {
    return undefined;
  }
}

const text = fc.constantFrom('', 'a', 'ab', 'web-1', 'Web', 'b', '\u{1F600}');
const number = fc.constantFrom(0, 1, -1, 2, 3, 0.5, 1.5, 100, -0);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

const facts = fc.record(
  {
    n: number,
    x: number,
    s: text,
    t: text,
    flag: fc.boolean(),
    any: scalar,
    numbers: fc.array(number, { maxLength: 4 }),
    texts: fc.array(text, { maxLength: 4 }),
    object: fc.record(
      { n: number, s: text, inner: fc.record({ n: number }, { requiredKeys: [] }) },
      { requiredKeys: [] },
    ),
    items: fc.array(fc.record({ n: number, s: text }, { requiredKeys: [] }), { maxLength: 3 }),
  },
  { requiredKeys: ['n', 's', 'numbers'] },
);

const literalText = text.map((value) => JSON.stringify(value));
const literalNumber = fc.constantFrom('0', '0.0', '1', '-1', '2', '1.5', '100');
const literal = fc.oneof(
  literalText,
  literalNumber,
  fc.constantFrom('true', 'false', 'null', '[]', '[1, 2]', '["a"]', '{"n": 1}'),
);

const { expression } = fc.letrec<{ expression: string; value: string; numeric: string; textual: string; list: string }>(
  (tie) => ({
    numeric: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('n', 'x', 'object.n', 'object.inner.n', 'object["n"]'),
      literalNumber,
      fc.constantFrom('size(s)', 'size(numbers)', 'texts.size()', 'int(n)', 'double(x)', 'numbers[0]'),
      fc.tuple(tie('numeric'), fc.constantFrom('+', '-', '*'), tie('numeric')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('numeric').map((a) => `(-(${a}))`),
    ),
    textual: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('s', 't', 'object.s', 'texts[0]'),
      literalText,
      fc.tuple(tie('textual'), tie('textual')).map(([a, b]) => `(${a} + ${b})`),
    ),
    list: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('numbers', 'texts', '[1, 2, 3]', '[0.5, 1]'),
      tie('list').map((a) => `${a}.filter(i, i != 1)`),
      tie('list').map((a) => `${a}.map(i, [i])`),
      fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} + ${b})`),
    ),
    value: fc.oneof(
      tie('numeric'),
      tie('textual'),
      tie('list'),
      literal,
      fc.constantFrom('any', 'flag', 'object', 'items'),
    ),
    expression: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(tie('value'), fc.constantFrom('==', '!='), tie('value')).map(([a, op, b]) => `${a} ${op} ${b}`),
      fc
        .tuple(tie('numeric'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('numeric'))
        .map(([a, op, b]) => `${a} ${op} ${b}`),
      fc.tuple(tie('textual'), fc.constantFrom('==', '<', '>='), tie('textual')).map(([a, op, b]) => `${a} ${op} ${b}`),
      fc
        .tuple(tie('textual'), fc.constantFrom('contains', 'startsWith', 'endsWith'), tie('textual'))
        .map(([a, f, b]) => `${a}.${f}(${b})`),
      fc.tuple(tie('textual'), fc.constantFrom('^a', 'b$', '[0-9]+', 'e.*1')).map(([a, p]) => `${a}.matches("${p}")`),
      fc.tuple(tie('value'), tie('list')).map(([a, b]) => `${a} in ${b}`),
      fc.constantFrom('has(object.n)', 'has(object.inner.n)', '"n" in object', 'flag', '!flag', 'items == []'),
      fc
        .tuple(tie('list'), fc.constantFrom('all', 'exists', 'exists_one'), literal)
        .map(([l, f, v]) => `${l}.${f}(i, i == ${v})`),
      fc.constantFrom(
        'items.all(i, i.n > 0)',
        'items.exists(i, i.s == "a")',
        'items.exists(i, numbers.exists(j, i.n == j))',
      ),
      fc
        .tuple(tie('expression'), fc.constantFrom('&&', '||', '==', '!='), tie('expression'))
        .map(([a, op, b]) => `(${a}) ${op} (${b})`),
      tie('expression').map((a) => `!(${a})`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([a, b, c]) => `((${a}) ? (${b}) : (${c}))`),
    ),
  }),
);

test('what the oracle decides, this engine decides too, and in the same way', () => {
  let decided = 0;
  fc.assert(
    fc.property(expression, facts, (when, fact) => {
      const expected = oracle(when, fact);
      const verdict = expected === undefined ? undefined : verdictHere(when, fact);
      // Undefined also where the checker refuses the expression when it loads: its types cannot fit.
      if (verdict === undefined) return;
      decided++;
      assert.equal(verdict, String(expected), `${when} on ${JSON.stringify(fact)}`);
    }),
    { numRuns: 3000 },
  );
  assert.ok(decided > 1000, `only ${decided} expressions were decided by both`);
});

function verdictHere(when: string, fact: Readonly<Record<string, unknown>>): string | undefined {
  try {
    return verdictOfRule({ when }, fact);
  } catch {
    return undefined;
  }
}
