import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HexaopsError } from '../../errors.ts';
import { parseRuleSets, positionOf } from './source.ts';

const text = `apiVersion: hexaops/v1
kind: RuleSet
stage: guard
rules:
  - id: a
    when: "tool == 'x'"
    then: []
---
# nothing
---
{"apiVersion": "hexaops/v1", "kind": "RuleSet", "stage": "route", "rules": []}
`;

test('a file may hold several sets, in YAML or JSON', () => {
  assert.deepEqual(
    parseRuleSets(text, 'a.yaml').map(({ stage }) => stage),
    ['guard', 'route'],
  );
  assert.deepEqual(parseRuleSets('', 'a.yaml'), []);
});

test('each part of a set knows its place in the file', () => {
  const [first, second] = parseRuleSets(text, 'a.yaml');
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(positionOf(first, ['rules', 0, 'when']), { file: 'a.yaml', line: 6, column: 5 });
  assert.deepEqual(positionOf(first, ['rules', 0, 'when'], 5), { file: 'a.yaml', line: 6, column: 17 });
  assert.deepEqual(positionOf(first, ['rules', 0, 'no', 'such']), { file: 'a.yaml', line: 5, column: 5 });
  assert.deepEqual(positionOf(second, ['stage']), { file: 'a.yaml', line: 11, column: 49 });
  assert.equal(positionOf({ ...first }, ['rules']), undefined);
});

test('what is no YAML or no mapping is refused with its place', () => {
  const message = (yaml: string) => {
    try {
      parseRuleSets(yaml, 'a.yaml');
    } catch (error) {
      return HexaopsError.is(error, 'rules-invalid') ? error.message : undefined;
    }
    return undefined;
  };
  assert.match(message('a: [') ?? '', /a\.yaml:1:\d+/);
  assert.match(message('a: 1\na: 2') ?? '', /a\.yaml:2:1.*unique/);
  assert.match(message('- 1') ?? '', /a\.yaml:1:1: this is no mapping/);
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]`),
  ].join('\n');
  assert.match(message(bomb) ?? '', /alias/);
  assert.notEqual(message('['.repeat(100_000)), undefined);
});
