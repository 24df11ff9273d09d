// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import * as fc from 'fast-check';
import type { ActionInput, Stage } from '../actions/action.ts';
import type { FieldConditions, Layer, MatchValue, Mode, Rule, RuleFact, RuleSet } from '../set/rule-set.ts';
import { ruleSet } from './fixtures.ts';

const words = [
  'checkout',
  'oom',
  'OOMKilled',
  'exit code 7',
  'Scale',
  'scale up',
  'ka\u017fe',
  'kase',
  '\u212aube',
  'kube',
  '',
];
const numbers = [-1, 0, -0, 0.5, 3, 3.5, 2 ** 53];
const scalar = fc.constantFrom(...words, ...numbers, true, false, null);
const number = fc.constantFrom(...numbers);
const word = fc.constantFrom(...words);

const sentence = fc.array(word, { maxLength: 4 }).map((parts) => parts.join(' '));

/** Values of every type, also those that JSON does not have. */
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 3, arbitrary: sentence },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, 3n, {}, () => 1, undefined) },
);

const fields = {
  kind: fc.oneof({ weight: 3, arbitrary: sentence }, value),
  count: fc.oneof({ weight: 3, arbitrary: number }, value),
  text: fc.oneof(fc.constantFrom('please scale checkout to 3', 'why is checkout failing?', 'OOMKilled again'), value),
  labels: fc.oneof(fc.record({ app: value }, { requiredKeys: [] }), value),
  nested: fc.oneof(fc.record({ deep: fc.oneof(fc.record({ size: value }), value) }, { requiredKeys: [] }), value),
  workspace: fc.constantFrom('one', 'two', 'three'),
};

/** Facts that lack fields, have others than are expected, and put objects where texts should be. */
export const facts: fc.Arbitrary<RuleFact> = fc.oneof(
  fc.record(fields, { requiredKeys: [] }),
  fc.record({ ...fields, kind: sentence, count: number, text: sentence, labels: fc.record({ app: sentence }) }),
);

const field = fc.constantFrom('kind', 'count', 'text', 'labels.app', 'nested.deep.size', 'labels["app"]', 'toString');
const pattern = fc.constantFrom('exit code [0-9]+', '(OOM|oom)[Kk]illed', '^check', 'a|b', '(?i)scale', 'ou?t+', '\\.');

const operator: fc.Arbitrary<FieldConditions> = fc.oneof(
  fc.record({ equals: scalar }),
  fc.record({ not: scalar }),
  fc.record({ in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ notIn: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ greaterThan: fc.oneof(number, word) }),
  fc.record({ atLeast: number }),
  fc.record({ lessThan: number }),
  fc.record({ atMost: number }),
  fc.record({ contains: fc.oneof(word, scalar) }),
  fc.record({ startsWith: word }),
  fc.record({ endsWith: word }),
  fc.record({ matches: pattern }),
  fc.record({ exists: fc.boolean() }),
  fc.record({
    words: fc.array(
      word.filter((text) => text !== ''),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

const condition: fc.Arbitrary<MatchValue> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 4 }) },
  {
    weight: 10,
    arbitrary: fc
      .uniqueArray(operator, { minLength: 1, maxLength: 2, selector: Object.keys })
      .map((all) => Object.assign({}, ...all) as MatchValue),
  },
);

const when = fc.constantFrom(
  'kind == "checkout" || count > 3',
  'kind != "oom"',
  'count != 3 && has(labels.app)',
  '!has(nested.deep)',
  'kind == "checkout" || nested.deep.size == 3',
  'text.contains("oom") && count >= 0',
  'labels.app in ["checkout", "oom"]',
  'nested.deep.size < 3 || true',
  '!(count > 3)',
  'labels.all(key, key == "app")',
  'size(text) > 5 && kind == "checkout"',
  '0 < count && count <= 3',
);

const phrases = fc.constantFrom<MatchValue>(
  {
    phrases: ['scale {name} to {n}', '[why|how] is {name} failing'],
    captures: { name: { type: 'text' }, n: { type: 'integer' } },
  },
  { phrases: ['scale checkout to 3'] },
  { phrases: ['OOMKilled again'], words: ['again'] },
  { pattern: '(?P<who>checkout|payments)' },
  { phrases: ['why is checkout failing'], pattern: 'again$' },
);

const actions: Readonly<Record<Stage, readonly ActionInput[]>> = {
  route: [{ answer: { template: 'a' } }],
  diagnose: [{ finding: { cause: 'a' } }],
  guard: [{ deny: {} }, { requireApproval: {} }, { allow: {} }],
  trigger: [{ investigate: { task: 'a', steps: [{ id: 'look', tool: 'look' }] } }],
  model: [{ use: { provider: 'p', model: 'm' } }],
};

function rule(stage: Stage): fc.Arbitrary<Partial<Rule>> {
  const entries = fc.array(fc.tuple(field, condition), { maxLength: 3 });
  return fc
    .record({
      entries:
        stage === 'route'
          ? fc
              .tuple(entries, fc.option(phrases))
              .map(([plain, text]) => [...plain, ...(text === null ? [] : [['text', text] as const])])
          : entries,
      when: fc.option(when, { freq: 3 }),
      then: fc.subarray([...actions[stage]]),
      priority: fc.integer({ min: 0, max: 2 }),
      mode: fc.constantFrom<Mode>('enforce', 'enforce', 'enforce', 'dryRun', 'off'),
      final: fc.boolean(),
    })
    .map(({ entries, when, ...more }) => ({
      ...more,
      match: Object.fromEntries(entries),
      ...(when === null ? {} : { when }),
    }));
}

/** Sets of one stage, of several layers, and of a workspace. */
export function ruleSets(stage: Stage, maximum: number): fc.Arbitrary<readonly RuleSet[]> {
  const set = fc.record({
    rules: fc.array(rule(stage), { maxLength: maximum, size: 'max' }),
    owner: fc.constantFrom<readonly [Layer, string?]>(
      ['platform'],
      ['plugin'],
      ['workspace', 'one'],
      ['workspace', 'two'],
    ),
  });
  return fc.array(set, { minLength: 1, maxLength: 3 }).map((sets) =>
    sets.map(({ rules, owner: [layer, workspace] }, number) =>
      ruleSet(
        stage,
        rules.map((rule, index) => ({ ...rule, id: `${number}-${index}` })),
        { layer, ...(workspace === undefined ? {} : { workspace }) },
      ),
    ),
  );
}
