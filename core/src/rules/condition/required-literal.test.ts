import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compilePattern, compilePatternTest } from './pattern.ts';
import { literalPrefix, requiredLiteral } from './required-literal.ts';

const cases: readonly (readonly [pattern: string, literal: string | undefined])[] = [
  ['exit code [0-9]+', 'exit code '],
  ['pod/[a-z]+-[0-9]+', 'pod/'],
  ['(OOM|oom)[Kk]illed', 'illed'],
  ['^web-.*\\.example\\.com$', '.example.com'],
  ['colou?r', 'colo'],
  ['ab*cd', 'cd'],
  ['ab{2}', undefined],
  ['ab+cd', 'ab'],
  ['(?:abc)+', undefined],
  ['(?P<name>abc)def', 'def'],
  ['abc|def', undefined],
  ['(abc|def)ghi', 'ghi'],
  ['(?i)abc', undefined],
  ['\\Qa.b\\E', undefined],
  ['[]ab]cd', 'cd'],
  ['[[:alpha:]x]yz', 'yz'],
  ['\\p{Greek}{2}abc', 'abc'],
  ['\\x{263a}abc', 'abc'],
  ['\\d\\d:\\d\\d', undefined],
  ['a\\+b', 'a+b'],
  ['', undefined],
];

for (const [pattern, literal] of cases) {
  test(`what matches /${pattern}/ has ${literal === undefined ? 'no certain part' : `"${literal}"`}`, () =>
    assert.equal(requiredLiteral(pattern), literal));
}

const plain = 'a b ab cab \\. . [ab] [^a] ( ) (?: (?P<n> | * + ? {2} {0,1} {,2} { } ] -';
const special = '^ $ \\b \\d \\pL \\p{L} []a] [[:digit:]b] (?i) \\x61 \\x{61} \\141';
const piece = fc.constantFrom(...plain.split(' '), ...special.split(' '));

const patterns = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const word = fc.constantFrom('a', 'b', 'c', '.', '1', '{', ',2}', ']', '-', 'ab', 'cab');
const texts = fc.array(
  fc.array(word, { maxLength: 10 }).map((words) => words.join('')),
  { minLength: 20, maxLength: 20 },
);

test('a text that a pattern matches has the required literal', () => {
  let matched = 0;
  fc.assert(
    fc.property(patterns, texts, (pattern, searched) => {
      const literal = requiredLiteral(pattern);
      const compiled = literal === undefined ? undefined : compile(pattern);
      for (const text of compiled === undefined ? [] : searched) {
        if (compiled?.test(text) !== true) continue;
        matched++;
        assert.ok(text.includes(literal ?? ''), `/${pattern}/ matches "${text}" without "${literal}"`);
      }
    }),
    { numRuns: 6000 },
  );
  assert.ok(matched > 200, `${matched} texts were matched`);
});

test('a search that begins with the prefix finds what a search of the whole text finds', () => {
  let matched = 0;
  fc.assert(
    fc.property(patterns, texts, (pattern, searched) => {
      const compiled = literalPrefix(pattern) === '' ? undefined : compile(pattern);
      for (const text of compiled === undefined ? [] : searched) {
        const expected = compiled?.test(text);
        if (expected === true) matched++;
        assert.equal(compilePatternTest(pattern).test(text), expected, `/${pattern}/ on "${text}"`);
      }
    }),
    { numRuns: 6000 },
  );
  assert.ok(matched > 200, `${matched} texts were matched`);
});

function compile(pattern: string): ReturnType<typeof compilePattern> | undefined {
  try {
    return compilePattern(pattern);
  } catch {
    return undefined;
  }
}
