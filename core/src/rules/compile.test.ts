// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { HexaopsError } from '../errors.ts';
import { compileRules } from './compile.ts';
import { parseRuleSets } from './set/source.ts';
import type { Layer, RuleSet } from './set/rule-set.ts';
import { issuesOf, ruleSet } from './testing/fixtures.ts';

test('evaluate gives the ids of the rules whose conditions all hold', () => {
  const rules = compileRules([
    ruleSet('diagnose', [
      { id: 'both', match: { kind: 'Pod' }, when: 'restarts > 3 && reason.contains("OOM")' },
      { id: 'one', match: { kind: 'Pod' }, when: 'restarts > 30' },
      { id: 'either', when: 'kind == "Node" || restarts > 3' },
    ]),
    ruleSet('guard', [{ id: 'other-stage', match: { kind: 'Pod' } }]),
  ]);
  assert.deepEqual(rules.evaluate('diagnose', { kind: 'Pod', restarts: 4, reason: 'OOMKilled' }), ['both', 'either']);
  assert.deepEqual(rules.evaluate('diagnose', { kind: 'Pod', restarts: 1, reason: 'OOMKilled' }), []);
});

test('the order is layer, priority, number of conditions, id', () => {
  const sets = [
    ruleSet('diagnose', [{ id: 'w', priority: 900 }], { layer: 'workspace', workspace: 'one' }),
    ruleSet('diagnose', [
      { id: 'b' },
      { id: 'a' },
      { id: 'specific', match: { n: 1 }, when: 'n == 1' },
      { id: 'urgent', priority: 5 },
      { id: 'late', priority: -1, match: { n: 1 } },
    ]),
    ruleSet('diagnose', [{ id: 'p', priority: -9 }], { layer: 'platform' }),
  ];
  const expected = ['p', 'urgent', 'specific', 'a', 'b', 'late', 'w'];
  assert.deepEqual(compileRules(sets).evaluate('diagnose', { n: 1, workspace: 'one' }), expected);
});

test('for model the priority comes before the layer, and a final rule of a higher layer before both', () => {
  const use = [{ use: { provider: 'p', model: 'm' } }];
  const platform = (final: boolean): RuleSet =>
    ruleSet('model', [{ id: 'platform', final, then: use }], { layer: 'platform' });
  const workspace = ruleSet('model', [{ id: 'workspace', priority: 1, final: true, then: use }], {
    layer: 'workspace',
    workspace: 'w',
  });
  const first = (final: boolean) => compileRules([platform(final), workspace]).first('model', { workspace: 'w' })?.id;
  assert.equal(first(false), 'workspace');
  assert.equal(first(true), 'platform');
});

test('the order does not depend on the order in which rules are loaded', () => {
  const layer = fc.constantFrom<Layer>('platform', 'plugin', 'workspace');
  const rule = fc.record({
    layer,
    priority: fc.integer({ min: 0, max: 2 }),
    conditions: fc.integer({ min: 0, max: 2 }),
    final: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(rule, { maxLength: 8 }),
      fc.constantFrom('diagnose' as const, 'model' as const),
      (written, stage) => {
        const sets = written.map(({ layer, priority, final, conditions }, index) =>
          ruleSet(
            stage,
            [
              {
                id: `r${index}`,
                priority,
                final,
                match: Object.fromEntries(['a', 'b'].slice(0, conditions).map((name) => [name, 1])),
              },
            ],
            { layer },
          ),
        );
        const fact = { a: 1, b: 1 };
        const order = compileRules(sets).evaluate(stage, fact);
        assert.equal(order.length, written.length);
        assert.deepEqual(compileRules(sets.toReversed()).evaluate(stage, fact), order);
      },
    ),
  );
});

test('a set of a workspace sees the facts of that workspace only', () => {
  const rules = compileRules([
    ruleSet('guard', [{ id: 'freeze', then: [{ deny: {} }] }], { layer: 'workspace', workspace: 'one' }),
    ruleSet('guard', [{ id: 'freeze', then: [{ deny: {} }] }], { layer: 'workspace', workspace: 'two' }),
  ]);
  assert.deepEqual(rules.evaluate('guard', { workspace: 'one' }), ['freeze']);
  assert.deepEqual(rules.evaluate('guard', { workspace: 'three' }), []);
  assert.deepEqual(rules.evaluate('guard', {}), []);
  assert.equal(rules.explain('freeze', { workspace: 'two' }).fires, true);
  assert.equal(rules.explain('freeze', { workspace: 'three' }).fires, false);
});

test('a dry run is reported apart and never counts; a rule that is off is not evaluated', () => {
  const rules = compileRules([
    ruleSet('guard', [
      { id: 'trial', mode: 'dryRun', then: [{ deny: {} }] },
      { id: 'broken-trial', mode: 'dryRun', when: 'name < 3', then: [{ deny: {} }] },
      { id: 'off', mode: 'off', then: [{ deny: {} }] },
    ]),
  ]);
  const fact = { name: 'a' };
  assert.deepEqual(rules.evaluate('guard', fact), []);
  assert.deepEqual(
    rules.dryRun('guard', fact).map(({ id }) => id),
    ['trial'],
  );
  assert.equal(rules.decide(fact).decision, 'none');
});

test('outside of guard, what is unknown or fails does not fire, and is reported', () => {
  const rules = compileRules([
    ruleSet('trigger', [
      { id: 'unknown', when: 'missing == 1' },
      { id: 'failing', when: 'name < 3' },
    ]),
  ]);
  const { fired, unknown, errors } = rules.assess('trigger', { name: 'a' });
  assert.deepEqual(fired, []);
  assert.deepEqual(
    unknown.map(({ id, reason }) => [id, reason]),
    [['unknown', 'the fact has no "missing"']],
  );
  assert.deepEqual(
    errors.map(({ id, reason }) => [id, reason]),
    [['failing', 'string and number have no order']],
  );
});

test('numbers of JSON equal 0 and 0.0, in match and in when', () => {
  for (const rule of [
    { when: 'replicas == 0' },
    { when: 'replicas == 0.0' },
    { match: { replicas: 0 } },
    { when: 'replicas in [0, 1]' },
  ]) {
    const rules = compileRules([ruleSet('diagnose', [rule])]);
    assert.deepEqual(rules.evaluate('diagnose', JSON.parse('{"replicas": 0.0}') as Record<string, unknown>), [
      'rule-0',
    ]);
  }
});

test('names of types and of properties of objects are usable as fields', () => {
  const rules = compileRules([
    ruleSet('diagnose', [{ when: 'type == "Warning" && list.exists(type, type == 1) && string == "s"' }]),
  ]);
  assert.deepEqual(rules.evaluate('diagnose', { type: 'Warning', list: [1], string: 's' }), ['rule-0']);
});

test('all mistakes of all sets are raised together, each with its place and what to do', () => {
  const text = [
    'apiVersion: hexaops/v1',
    'kind: RuleSet',
    'stage: guard',
    'rules:',
    '  - id: first',
    '    when: "step.replicas = 0"',
    '    then: [{ deny: {} }]',
    '  - id: second',
    '    match:',
    '      name: { matches: "(a" }',
    '    then: [{ finding: { cause: x } }]',
    '  - id: second',
    '    prioritty: 3',
    '    then: []',
  ].join('\n');
  const wrongPattern = text.replace('{ finding: { cause: x } }', '{ deny: {} }').replace('prioritty', 'priority');
  assert.deepEqual(
    issuesOf(() => compileRules([...parseRuleSets(text, 'a.yaml'), ...parseRuleSets(wrongPattern, 'b.yaml')])).map(
      ({ file, line, column, rule, message, nextStep }) => [`${file}:${line}:${column}`, rule, message, nextStep],
    ),
    [
      ['a.yaml:11:14', 'second', 'unknown name "finding"', 'use one of: deny, allow, requireApproval'],
      [
        'a.yaml:13:5',
        'second',
        'unknown name "prioritty"',
        'use one of: priority, coolDown, description, final, id, match, mode, tests, then, when',
      ],
      ['b.yaml:6:26', 'first', 'Unexpected character: =', 'mend the expression; CEL is described in docs/rules.md'],
      [
        'b.yaml:10:15',
        'second',
        'the pattern is not RE2: error parsing regexp: missing closing ): `(a`',
        'write RE2: no look-around and no back-references',
      ],
      ['a.yaml:12:5', 'second', 'another rule has the id "second"', 'rename one of them'],
      ['b.yaml:5:5', 'first', 'another rule has the id "first"', 'rename one of them'],
      ['b.yaml:8:5', 'second', 'another rule has the id "second"', 'rename one of them'],
      ['b.yaml:12:5', 'second', 'another rule has the id "second"', 'rename one of them'],
    ],
  );
});

test('sets that are no rule sets are refused with what is wrong', () => {
  const wrong = [
    null,
    3,
    {},
    { ...ruleSet('guard', []), stage: 'gard' },
    { ...ruleSet('guard', []), apiVersion: 'v2' },
  ];
  for (const set of wrong)
    assert.notDeepEqual(
      issuesOf(() => compileRules([set as RuleSet])),
      [],
      JSON.stringify(set),
    );
  assert.match(issuesOf(() => compileRules([wrong[3] as RuleSet]))[0]?.nextStep ?? '', /use one of: guard/);
});

test('an unknown stage or rule is an error that names the right ones', () => {
  const rules = compileRules([ruleSet('guard', [{ id: 'known' }])]);
  assert.throws(() => rules.evaluate('gard' as 'guard', {}), /unknown stage "gard"/);
  assert.throws(
    () => rules.explain('knwon', {}),
    (error) => HexaopsError.is(error, 'not-found') && error.nextStep === 'use one of: known',
  );
});
