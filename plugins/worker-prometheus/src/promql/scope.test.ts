import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import fc from 'fast-check';
import { scopeExpression, scopeSelector } from './scope.ts';
import { decodeString, encodeString } from './string-literal.ts';

const matcher = { label: 'workspace_id', value: 'ws-1' };
const scope = (expression: string) => scopeExpression(expression, matcher);
const refused = (expression: string, pattern = /./) =>
  assert.throws(
    () => scope(expression),
    (error) => HexaopsError.is(error, 'arguments-invalid') && pattern.test(error.message),
    expression,
  );

describe('an expression bound to a workspace', () => {
  const bound: readonly (readonly [string, string])[] = [
    ['up', 'up{workspace_id="ws-1"}'],
    ['up{}', 'up{workspace_id="ws-1"}'],
    ['up{job="api"}', 'up{workspace_id="ws-1",job="api"}'],
    ['up{job="api",}', 'up{workspace_id="ws-1",job="api",}'],
    ['{__name__=~".+"}', '{workspace_id="ws-1",__name__=~".+"}'],
    ['{"a.metric", job!="x"}', '{workspace_id="ws-1","a.metric", job!="x"}'],
    ['up{"a.label"="x"}', 'up{workspace_id="ws-1","a.label"="x"}'],
    ['up offset 5m', 'up{workspace_id="ws-1"} offset 5m'],
    ['up @ end()', 'up{workspace_id="ws-1"} @ end()'],
    ['rate(up[5m])', 'rate(up{workspace_id="ws-1"}[5m])'],
    ['max_over_time(rate(up[1m])[5m:1m])', 'max_over_time(rate(up{workspace_id="ws-1"}[1m])[5m:1m])'],
    ['a / on (x) group_left b', 'a{workspace_id="ws-1"} / on (x) group_left b{workspace_id="ws-1"}'],
    ['sum by (workspace_id) (up)', 'sum by (workspace_id) (up{workspace_id="ws-1"})'],
    ['absent(up)', 'absent(up{workspace_id="ws-1"})'],
    ['vector(1)', 'vector(1)'],
    ['job:up:sum', 'job:up:sum{workspace_id="ws-1"}'],
    ["up{a='it\\'s'}", 'up{workspace_id="ws-1",a="it\'s"}'],
    ['up{a=`"`}', 'up{workspace_id="ws-1",a="\\""}'],
    ['up # {workspace_id="ws-1"}\n+ down', 'up{workspace_id="ws-1"}  \n+ down{workspace_id="ws-1"}'],
  ];
  for (const [given, expected] of bound) test(given, () => assert.equal(scope(given), expected));

  test('never takes another workspace, however it is asked: the matcher is added, not replaced', () => {
    for (const given of [
      'up{workspace_id="ws-2"}',
      'up{workspace_id=~".*"}',
      'up{workspace_id!="ws-1"}',
      'up{"workspace_id"="ws-2"}',
    ])
      assert.match(scope(given), /^up\{workspace_id="ws-1",/);
  });

  test('what selects by itself, or is not of the grammar, is refused', () => {
    refused('info(up)', /info/);
    refused('INFO(up)');
    refused('sum(info(rate(up[5m]), {x="y"}))', /info/);
    refused('up{a="b" or workspace_id="ws-2"}');
    refused('unknown_function(up)');
    refused('up[5m');
    refused('');
    refused('   # nothing');
    refused('up; down');
    refused('up\u00a0+ down');
    refused('up{a="\\q"}');
    refused('up{a="x\ny"}');
    refused('up{a="\\xff"}');
    refused('up{a="');
    refused(`up${' + up'.repeat(3000)}`);
  });

  test('a value of any characters stays one string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (value) => {
        const text = scopeExpression('up{job="api"}', { label: 'workspace_id', value });
        assert.equal(text, `up{workspace_id=${encodeString(value)},job="api"}`);
        assert.equal(decodeString(encodeString(value)), value);
      }),
    );
  });

  test('a workspace that no matcher can tell is an error of the configuration', () => {
    for (const wrong of [
      { label: 'a b', value: 'x' },
      { label: '__name__', value: 'x' },
      { label: 'workspace_id', value: '' },
    ])
      assert.throws(
        () => scopeExpression('up', wrong),
        (error) => HexaopsError.is(error, 'config-invalid'),
      );
  });

  test('any text either is refused or has the matcher in every selector', () => {
    const piece = fc.constantFrom(
      'up',
      '{',
      '}',
      '"',
      "'",
      '`',
      '\\',
      ',',
      '#',
      '\n',
      '(',
      ')',
      '[5m]',
      'a="b"',
      'workspace_id="ws-2"',
      ' or ',
      ' by ',
      'sum',
      'info',
      '=~',
      ' offset ',
      '1h',
      '+',
      ' ',
      '\u2028',
      '@',
      '/',
      '*/',
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        let result: string;
        try {
          result = scope(pieces.join(''));
        } catch (error) {
          assert.ok(HexaopsError.is(error, 'arguments-invalid'), String(error));
          return;
        }
        taken += 1;
        // Without what is between quotes, each brace opens with the matcher, and each name that is followed by none is no selector.
        const bare = result.replace(/"(\\.|[^"\\])*"/g, '""').replace(/#.*/g, '');
        for (const [, inner = ''] of bare.matchAll(/\{([^}]*)\}/g)) assert.match(inner, /^workspace_id=""/);
        if (!/\bby\b/.test(bare)) assert.doesNotMatch(bare, /\bup\w*(?!\w|\s*\{)/);
      }),
      { numRuns: 3000 },
    );
    assert.ok(taken > 50);
  });
});

describe('a selector of series or labels', () => {
  test('is bound', () => assert.equal(scopeSelector('up{a="b"}', matcher), 'up{workspace_id="ws-1",a="b"}'));
  for (const wrong of ['rate(up[5m])', 'up + down', 'up[5m]', 'up offset 1m', '"up"', '(up)', '1'])
    test(`${wrong} is none`, () =>
      assert.throws(
        () => scopeSelector(wrong, matcher),
        (error) => HexaopsError.is(error, 'arguments-invalid'),
      ));
});
