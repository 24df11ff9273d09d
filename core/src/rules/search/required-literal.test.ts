import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compilePattern } from '../condition/pattern.ts';
import { requiredLiteral } from './required-literal.ts';

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

test('a text that a pattern matches has the required literal', () => {
  const pattern = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '.', '1', '{', ',2}', ']', '-', 'ab', 'cab'), { maxLength: 10 });
  let checked = 0;
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 20 }), (written, texts) => {
      const literal = requiredLiteral(written);
      const compiled = literal === undefined ? undefined : compile(written);
      for (const words of compiled === undefined ? [] : texts) {
        const searched = words.join('');
        if (compiled?.test(searched) !== true) continue;
        checked++;
        assert.ok(searched.includes(literal ?? ''), `/${written}/ matches "${searched}" without "${literal}"`);
      }
    }),
    { numRuns: 6000 },
  );
  assert.ok(checked > 200, `${checked} texts were matched`);
});

function compile(pattern: string): ReturnType<typeof compilePattern> | undefined {
  try {
    return compilePattern(pattern);
  } catch {
    return undefined;
  }
}
