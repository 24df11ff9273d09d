// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compileRules } from './compile.ts';
import type { GuardDecision } from './guard.ts';
import type { Layer, Rule, RuleFact, RuleSet } from './set/rule-set.ts';
import { ruleSet } from './testing/fixtures.ts';

function decide(fact: RuleFact, ...sets: readonly RuleSet[]): GuardDecision {
  return compileRules(sets).decide(fact);
}

const guard = (rules: readonly Partial<Rule>[], layer: Layer = 'plugin', workspace?: string): RuleSet =>
  ruleSet(
    'guard',
    rules.map((rule, index) => ({ id: `${layer}-${index}`, ...rule })),
    { layer, ...(workspace === undefined ? {} : { workspace }) },
  );

const deny = { then: [{ deny: { reason: 'frozen' } }] };
const approve = { then: [{ requireApproval: { role: 'admin', expiresIn: '15m' } }] };
const allow = { then: [{ allow: {} }] };

test('deny goes before approval, approval before allow, whatever the priorities and layers', () => {
  assert.equal(decide({}, guard([{ ...allow, priority: 9 }, approve, deny])).decision, 'deny');
  assert.equal(decide({}, guard([{ ...allow, priority: 9 }, approve])).decision, 'require-approval');
  assert.equal(decide({}, guard([allow])).decision, 'allow');
  assert.equal(decide({}, guard([{ ...allow, when: 'false' }])).decision, 'none');
  assert.equal(decide({}, guard([allow], 'platform'), guard([deny], 'workspace')).decision, 'deny');
});

test('a decision names its rules, their reasons and what an approval must meet', () => {
  const fourEyes = {
    then: [{ requireApproval: { fourEyes: true, reason: 'this scales ${name} to zero' } }],
    description: 'unused',
  };
  assert.deepEqual(
    decide(
      { name: 'checkout' },
      guard([{ ...approve, description: 'Production is careful.' }, allow], 'platform'),
      guard([fourEyes]),
    ),
    {
      decision: 'require-approval',
      rules: ['platform-0', 'plugin-0'],
      approvalRequirements: [{ role: 'admin', expiresIn: '15m', expiresInSeconds: 900 }, { fourEyes: true }],
      reasons: ['Production is careful.', 'this scales checkout to zero'],
    },
  );
});

test('a missing field lets a rule deny or require approval, never allow', () => {
  const when = 'step.arguments.replicas == 0';
  assert.equal(decide({}, guard([{ ...deny, when }])).decision, 'deny');
  assert.equal(decide({}, guard([{ ...approve, when }])).decision, 'require-approval');
  assert.equal(decide({}, guard([{ ...allow, when }])).decision, 'none');
  assert.equal(decide({}, guard([{ then: [{ allow: {} }, { deny: {} }], when }])).decision, 'deny');
  assert.equal(decide({ step: { arguments: { replicas: 1 } } }, guard([{ ...deny, when }])).decision, 'none');
  assert.match(decide({}, guard([{ ...deny, when }])).reasons[0] ?? '', /a field that it needs is missing/);
});

test('a rule that cannot be evaluated denies, whatever it would do', () => {
  const when = 'name < 3';
  const decision = decide({ name: 'a' }, guard([{ ...allow, when }, allow]));
  assert.equal(decision.decision, 'deny');
  assert.deepEqual(decision.rules, ['plugin-0']);
  assert.match(decision.reasons[0] ?? '', /plugin-0 could not be evaluated: string and number have no order/);
  assert.equal(decide({ name: 'a' }, guard([{ ...allow, when: 'name < 3 && false' }, allow])).decision, 'allow');
});

test('a workspace may allow where no layer above says otherwise', () => {
  const workspace = guard([allow], 'workspace', 'w');
  assert.equal(decide({ workspace: 'w' }, workspace).decision, 'allow');
  assert.equal(decide({ workspace: 'other' }, workspace).decision, 'none');
  assert.equal(decide({ workspace: 'w' }, guard([approve]), workspace).decision, 'require-approval');
});

test('a final rule keeps the layers below from allowing, also one without an action, and one that lacks a field', () => {
  const workspace = guard([allow], 'workspace');
  assert.equal(decide({}, guard([{ final: true }], 'platform'), workspace).decision, 'none');
  assert.equal(decide({}, guard([{ final: true, when: 'x == 1' }], 'platform'), workspace).decision, 'none');
  assert.equal(decide({ x: 2 }, guard([{ final: true, when: 'x == 1' }], 'platform'), workspace).decision, 'allow');
  assert.equal(decide({}, guard([{ ...allow, final: true }], 'platform'), workspace).decision, 'allow');
  assert.deepEqual(decide({}, guard([{ ...allow, final: true }], 'platform'), workspace).rules, ['platform-0']);
});

/** How much a decision lets pass of a write; where no rule decides, the engine asks for approval. */
const looseness = { deny: 0, 'require-approval': 1, none: 2, allow: 3 } as const;

const conditions = fc.constantFrom('true', 'false', 'x == 1', 'missing == 1', 'x < "a"', 'x > 0 || missing == 1');
const then = fc.subarray([
  { allow: {} },
  { deny: {} },
  { requireApproval: { role: 'a' } },
  { requireApproval: { role: 'b', fourEyes: true } },
]);
const rules = fc.array(
  fc.record({ when: conditions, then, final: fc.boolean(), priority: fc.integer({ min: 0, max: 3 }) }),
  { maxLength: 4 },
);

test('adding rules of a workspace never loosens what a final rule of a layer above has decided', () => {
  fc.assert(
    fc.property(rules, rules, rules, (platform, plugin, workspace) => {
      const above = [guard(platform, 'platform'), guard(plugin, 'plugin')];
      const fact = { x: 1, workspace: 'w' };
      const before = decide(fact, ...above);
      const after = decide(fact, ...above, guard(workspace, 'workspace', 'w'));
      const final = compileRules(above)
        .fired('guard', fact)
        .some((rule) => rule.final);
      if (final || before.decision !== 'none') assert.ok(looseness[after.decision] <= looseness[before.decision]);
      if (after.decision !== 'require-approval') return;
      for (const requirement of before.approvalRequirements)
        assert.ok(after.approvalRequirements.some((other) => JSON.stringify(other) === JSON.stringify(requirement)));
    }),
    { numRuns: 500 },
  );
});

test('adding any rule that does not allow never loosens a decision', () => {
  const tightening = fc.record({
    when: conditions,
    then: fc.subarray([{ deny: {} }, { requireApproval: {} }]),
    final: fc.boolean(),
  });
  fc.assert(
    fc.property(
      rules,
      tightening,
      fc.constantFrom<Layer>('platform', 'plugin', 'workspace'),
      (existing, added, layer) => {
        const fact = { x: 1 };
        const before = decide(fact, guard(existing));
        const after = decide(fact, guard(existing), ruleSet('guard', [{ id: 'added', ...added }], { layer }));
        assert.ok(looseness[after.decision] <= looseness[before.decision]);
      },
    ),
    { numRuns: 500 },
  );
});
