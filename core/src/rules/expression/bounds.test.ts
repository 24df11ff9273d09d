import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { HexaopsError } from '../../errors.ts';
import { compileRules } from '../compile.ts';
import { ruleSet, verdictOfRule } from '../testing/fixtures.ts';

function load(when: string): () => unknown {
  return () => compileRules([ruleSet('diagnose', [{ when }])]);
}

function invalid(message: RegExp): (error: unknown) => boolean {
  return (error) => HexaopsError.is(error, 'rules-invalid') && message.test(error.message);
}

const list = Array.from({ length: 200 }, (_, index) => index);

test('three or four comprehensions in each other are refused when the rules load', () => {
  assert.throws(load('l.all(a, l.exists(b, l.map(c, a + b + c) == l))'), invalid(/nested more than 2 deep/));
  assert.throws(load('l.all(a, l.all(b, l.all(c, l.all(d, d >= 0))))'), invalid(/nested more than 2 deep/));
});

test('two in each other are evaluated', () => {
  assert.equal(verdictOfRule({ when: 'l.all(a, l.all(b, a + b >= 0))' }, { l: list }), 'true');
});

test('a rule that takes too many steps for a fact is an error, also beside something that would decide', () => {
  const l = Array.from({ length: 5000 }, (_, index) => index);
  assert.equal(verdictOfRule({ when: 'l.all(a, l.all(b, a + b >= 0))' }, { l }), 'error');
  assert.equal(verdictOfRule({ when: 'l.all(a, l.all(b, a + b >= 0)) || true' }, { l }), 'error');
});

test('texts and lists that grow are paid by their length', () => {
  const doubled = '[s]' + '.map(x, x + x)'.repeat(40) + '.size() == 1';
  assert.equal(verdictOfRule({ when: doubled }, { s: 'abcdefghijklmnop' }), 'error');
  const compared = 'l.all(i, big == other)';
  const big = 'a'.repeat(1_000_000);
  assert.equal(verdictOfRule({ when: compared }, { l: list, big, other: `${big.slice(1)}b` }), 'false');
  assert.equal(verdictOfRule({ when: compared }, { l: list, big, other: big.slice() }), 'error');
});

test('twenty thousand parentheses are a clean error, and so are other ways to nest', () => {
  for (const when of [
    '('.repeat(4000) + '1' + ')'.repeat(4000),
    '!'.repeat(8000) + 'a',
    '-'.repeat(8000) + 'a',
    'a' + '.a'.repeat(4000),
    'a' + '[a'.repeat(2000) + ']'.repeat(2000),
    'a' + '+a'.repeat(4000),
    'a' + '?a:a'.repeat(2000),
    '['.repeat(4000) + ']'.repeat(4000),
  ]) {
    assert.throws(load(when), invalid(/nested too deeply|Exceeded|split the rule/), when.slice(0, 20));
  }
  assert.throws(load('('.repeat(20_000) + '1' + ')'.repeat(20_000)), invalid(/more than 8192 characters/));
});

test('a pattern runs in RE2: what would hang a backtracking engine returns', () => {
  const text = `${'a'.repeat(30)}!`;
  assert.equal(verdictOfRule({ when: 's.matches("(a+)+$")' }, { s: text }), 'false');
  assert.equal(verdictOfRule({ when: 'l.exists(i, s.matches("(a+)+$"))' }, { s: text, l: list }), 'false');
  assert.equal(verdictOfRule({ match: { s: { matches: '(a+)+$' } } }, { s: text }), 'false');
});

test('a pattern that is not RE2, is too large, or is not written out is refused when the rules load', () => {
  assert.throws(load('s.matches("(?=a)b")'), invalid(/not RE2/));
  assert.throws(load('s.matches("(a")'), invalid(/not RE2/));
  assert.throws(load('s.matches("(a{500}){900}")'), invalid(/not RE2|too large/));
  assert.throws(load('s.matches(t)'), invalid(/takes a pattern in quotes/));
  assert.throws(
    () => compileRules([ruleSet('diagnose', [{ match: { s: { matches: '(a)\\1' } } }])]),
    invalid(/not RE2/),
  );
});

test('nothing but own JSON properties can be reached', () => {
  for (const when of [
    'e.constructor == 1',
    'e.toString == 1',
    'e["__proto__"] == 1',
    'e.hasOwnProperty == 1',
    's["length"] == 1',
    'l["length"] == 2',
    'constructor == 1',
    'toString == 1',
    'e.f == 1',
  ]) {
    const verdict = verdictOfRule({ when }, { e: { a: 1, f: () => 1 }, s: 'x', l: [1, 2] });
    assert.ok(verdict === 'unknown' || verdict === 'error', `${when} is ${verdict}`);
  }
  assert.throws(load('__proto__ == 1'), invalid(/Reserved/));
  assert.equal(verdictOfRule({ match: { 'e.constructor.name': 'Object' } }, { e: {} }), 'unknown');
  assert.equal(verdictOfRule({ match: { 'e.constructor': { exists: true } } }, { e: {} }), 'false');
});

test('functions that rules do not have are refused, and the others listed', () => {
  assert.throws(load('s.replace("a", "b") == s'), invalid(/replace/));
  assert.throws(load('cel.bind(x, 1, x == 1)'), invalid(/bind/));
  assert.throws(load('s.substring(1) == "a"'), invalid(/unknown function "substring" \(use one of: .*startsWith/));
  assert.throws(load('b"a" == b"a"'), invalid(/no bytes/));
});

test('a condition must give true or false', () => {
  assert.throws(load('1 + 1'), invalid(/gives int, not true or false/));
  assert.equal(verdictOfRule({ when: 'flag' }, { flag: true }), 'true');
  assert.equal(verdictOfRule({ when: 'flag' }, { flag: 'yes' }), 'error');
});

test('any text as an expression is refused cleanly, or evaluates to a verdict', () => {
  const pieces = fc.constantFrom(
    'a',
    'b.c',
    'x',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '.',
    ',',
    ':',
    '?',
    '!',
    '-',
    '+',
    '*',
    '/',
    '%',
    '&&',
    '||',
    '==',
    '<',
    'in',
    ' ',
    '1',
    '0.5',
    '"s"',
    "'",
    'true',
    'null',
    'has(',
    'a.all(i,',
    'size(',
    '.matches("a")',
    '.map(x,',
    'type',
    'b"x"',
    '1u',
    '\\',
    '\n',
    'timestamp(',
  );
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(text, fc.jsonValue(), (when, value) => {
      try {
        const rules = compileRules([ruleSet('guard', [{ when }])]);
        assert.match(
          rules.explain('rule-0', { a: value, b: value, x: value }).verdict,
          /^(?:true|false|unknown|error)$/,
        );
      } catch (error) {
        assert.ok(HexaopsError.is(error, 'rules-invalid'), String(error));
      }
    }),
    { numRuns: 3000 },
  );
});
