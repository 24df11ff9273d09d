import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRules } from '../compile.ts';
import type { Rule, RuleFact, RuleSet } from '../set/rule-set.ts';
import { ruleSet } from '../testing/fixtures.ts';
import { RuleSearch } from './rule-search.ts';
import { Vocabulary } from './vocabulary.ts';

function search(rules: readonly Partial<Rule>[]): RuleSearch {
  const compiled = compileRules([ruleSet('diagnose', rules)]).rules();
  const vocabulary = new Vocabulary();
  for (const condition of compiled.flatMap(({ conditions }) => conditions)) vocabulary.add(condition);
  const conjunctions = compiled.map(({ conditions }) => conditions);
  return new RuleSearch(conjunctions, vocabulary, vocabulary.seal());
}

/** How many of a thousand rules are looked at. */
function looks(rule: (number: number) => Partial<Rule>, fact: RuleFact, thorough = false): number {
  return search(Array.from({ length: 1000 }, (_, number) => rule(number))).find(fact, thorough).count;
}

test('of rules about one value each, those about the value of the fact are looked at', () => {
  assert.equal(
    looks((number) => ({ match: { kind: `kind-${number}` } }), { kind: 'kind-7' }),
    1,
  );
  assert.equal(
    looks((number) => ({ match: { kind: [`a-${number}`, `b-${number}`] } }), { kind: 'b-7' }),
    1,
  );
  assert.equal(
    looks((number) => ({ match: { labels: { exists: true }, kind: number } }), { kind: 7, labels: 1 }),
    1,
  );
});

test('of rules about one part of a text each, those whose part is there are looked at', () => {
  const fact = { message: 'pod web-7. crashed again', text: 'Please  SCALE web-7, now' };
  assert.equal(
    looks((number) => ({ match: { message: { contains: `web-${number}.` } } }), fact),
    1,
  );
  assert.equal(
    looks((number) => ({ match: { message: { startsWith: `pod web-${number}.` } } }), fact),
    1,
  );
  assert.equal(
    looks((number) => ({ match: { message: { matches: `web-${number}\\. (crash|restart)ed` } } }), fact),
    1,
  );
  assert.equal(
    looks((number) => ({ match: { text: { words: [`scale web-${number},`, `Grow-${number}`] } } }), fact),
    1,
  );
});

test('words and phrases are found whatever the case, also where it folds to other letters', () => {
  const words = (number: number): Partial<Rule> => ({ match: { text: { words: [`task-${number}`] } } });
  assert.equal(looks(words, { text: 'the TA\u017f\u212a-7' }), 1);
  const say = (number: number): RuleSet =>
    ruleSet('route', [{ id: `r${number}`, match: { text: { phrases: [`restart [task-${number}|job-${number}]`] } } }]);
  const rules = compileRules(Array.from({ length: 1000 }, (_, number) => say(number)));
  assert.deepEqual(rules.evaluate('route', { text: 'please  Restart the JOB-7!' }), ['r7']);
  assert.deepEqual(
    rules.evaluate('route', { text: 'restart Ta\u017fk-8' }),
    rules
      .rules()
      .filter(({ text }) => text?.match({ text: 'restart Ta\u017fk-8' }))
      .map(({ id }) => id),
  );
});

test('of numbers, those whose bound is passed are looked at', () => {
  assert.equal(
    looks((number) => ({ match: { count: { atLeast: number } } }), { count: 7 }),
    8,
  );
  assert.equal(
    looks((number) => ({ match: { count: { lessThan: number } } }), { count: 990 }),
    9,
  );
});

test('a missing field leaves its rules undecided only in a thorough search', () => {
  const rule = (number: number): Partial<Rule> => ({ match: { kind: `kind-${number}`, team: `team-${number % 10}` } });
  assert.equal(looks(rule, { team: 'team-3' }), 0);
  assert.equal(looks(rule, { team: 'team-3' }, true), 100);
});

test('a search says whether the tests were exact, and what is left to be tested', () => {
  const found = search([{ match: { kind: 'Pod', name: { not: 'web' } } }]);
  const ordinals = Int32Array.of(0);
  assert.deepEqual(found.find({ kind: 'Pod', name: 'api' }, true), { ordinals, count: 1, exact: true });
  assert.deepEqual(found.find({ name: 'api' }, true), { ordinals, count: 1, exact: false });
  assert.deepEqual(found.find({ name: 'api' }, false), { ordinals, count: 0, exact: true });
  assert.deepEqual(
    found.remaining.map((conditions) => conditions.map(({ kind }) => kind)),
    [['atom']],
  );
});

test('lists of values multiply the places of a rule only so far', () => {
  const values = (name: string): readonly string[] => Array.from({ length: 50 }, (_, number) => `${name}-${number}`);
  const match = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, values(name)]));
  const fact = { a: 'a-1', b: 'b-2', c: 'c-3', d: 'd-4' };
  assert.equal(
    looks(() => ({ match }), fact),
    1000,
  );
  assert.equal(
    looks(() => ({ match }), { ...fact, a: 'other' }),
    0,
  );
});
