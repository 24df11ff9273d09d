import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { HexaopsError } from '../../errors.ts';
import { compileRules } from '../compile.ts';
import type { FiredRule } from '../evaluate.ts';
import type { TextConditions } from '../set/rule-set.ts';
import { ruleSet } from '../testing/fixtures.ts';

const captures: NonNullable<TextConditions['captures']> = {
  workload: { type: 'object', kinds: ['Deployment', 'StatefulSet'] },
  anything: { type: 'object' },
  replicas: { type: 'integer', minimum: 0, maximum: 100 },
  window: { type: 'duration' },
  environment: { type: 'word', words: { production: ['prod', 'live'], staging: ['stage', 'pre production'] } },
  query: { type: 'text' },
};

function understand(text: string, ...phrases: readonly string[]): FiredRule | undefined {
  const match = { text: { phrases, captures } };
  return compileRules([ruleSet('route', [{ match }])]).first('route', { text });
}

function valuesOf(fired: FiredRule | undefined): Readonly<Record<string, unknown>> | undefined {
  return fired && Object.fromEntries(Object.entries(fired.captures).map(([name, { value }]) => [name, value]));
}

const scale = 'scale {workload} to {replicas} (replicas)';

for (const text of [
  'scale checkout to 3',
  'Scale checkout to 3 replicas.',
  'please scale the checkout service to three replicas, thanks!',
  'Hey, could you please scale my "checkout" deployment to 3?',
  "I'd like to scale deployment checkout to 3 please",
  'can you scale `checkout` to 3 replicas for me?',
  'Scale   the  deployment/checkout\tto 3!!',
  'I want you to scale shop/checkout to 3',
  'We need to scale deployment/shop/checkout to 3',
  'let\u2019s scale \u201Ccheckout\u201D to 3 now',
]) {
  test(`"${text}" is understood`, () => {
    assert.deepEqual(valuesOf(understand(text, scale)), { workload: 'checkout', replicas: 3 });
  });
}

for (const text of [
  "don't scale checkout to 3",
  'what happens if I scale checkout to 3?',
  'scale checkout to 3 and delete payments',
  'scale it to 3',
  'scale the service to 3',
  'scale everything to 0',
  'scale checkout to 500',
  'scale pod checkout to 3',
  'scale checkout to many',
  'scale checkout',
  'scale ../../etc to 3',
  'scale $(reboot) to 3',
]) {
  test(`"${text}" is not taken for it`, () => assert.equal(understand(text, scale), undefined));
}

test('a name may come with its kind and its namespace', () => {
  const object = (text: string) => {
    const capture = understand(`describe ${text}`, 'describe {anything}')?.captures['anything'];
    return capture?.type === 'object' ? capture.object : undefined;
  };
  assert.deepEqual(object('the checkout service'), { name: 'checkout' });
  assert.deepEqual(object('pod web-1'), { name: 'web-1', kind: 'Pod' });
  assert.deepEqual(object('svc/web'), { name: 'web', kind: 'Service' });
  assert.deepEqual(object('shop/web'), { name: 'web', namespace: 'shop' });
  assert.deepEqual(object('sts/shop/db'), { name: 'db', namespace: 'shop', kind: 'StatefulSet' });
  assert.deepEqual(object('"Web" deployment'), { name: 'web', kind: 'Deployment' });
  assert.deepEqual(object('node worker-1.example'), { name: 'worker-1.example', kind: 'Node' });
});

test('durations and words are taken in the ways in which people say them', () => {
  const say = (text: string) =>
    valuesOf(understand(text, 'what happened in {environment} [in|during|over] the last {window}'));
  assert.deepEqual(say('What happened in prod in the last 15 minutes?'), { environment: 'production', window: '15m' });
  assert.deepEqual(say('what happened in live over the last hour'), { environment: 'production', window: '1h' });
  assert.deepEqual(say('what happened in pre production during the last 1h30m'), {
    environment: 'staging',
    window: '90m',
  });
  assert.deepEqual(say('what happened in staging in the last two days'), { environment: 'staging', window: '2d' });
  assert.deepEqual(say('what happened in prod in the last half an hour'), { environment: 'production', window: '30m' });
  assert.deepEqual(say('what happened in prod in the last 1 hour and 5 mins'), {
    environment: 'production',
    window: '65m',
  });
  assert.equal(say('what happened in qa in the last hour'), undefined);
});

test('a text takes what is left, without its quotes', () => {
  assert.deepEqual(valuesOf(understand('search the logs for "connection refused"', 'search (the) logs for {query}')), {
    query: 'connection refused',
  });
});

test('an optional part may hold a capture', () => {
  const phrase = 'show logs of {workload} (from the last {window})';
  assert.deepEqual(valuesOf(understand('show the logs of checkout', phrase)), { workload: 'checkout' });
  assert.deepEqual(valuesOf(understand('show logs of checkout from the last 2 hours', phrase)), {
    workload: 'checkout',
    window: '2h',
  });
});

test('of two rules that match, the one whose phrase says more comes first; priority goes before that', () => {
  const rule = (id: string, phrase: string, priority = 0) => ({
    id,
    priority,
    match: { text: { phrases: [phrase], captures } },
  });
  const general = rule('general', 'search {query}');
  const special = rule('special', 'search logs for {query}');
  const order = (...rules: readonly ReturnType<typeof rule>[]) =>
    compileRules([ruleSet('route', rules)]).evaluate('route', { text: 'search logs for errors' });
  assert.deepEqual(order(general, special), ['special', 'general']);
  assert.deepEqual(order(rule('general', 'search {query}', 1), special), ['general', 'special']);
});

test('a raw pattern is RE2 with named groups, found anywhere; a group that is not declared is a text', () => {
  const match = {
    text: { pattern: 'INC-(?P<number>[0-9]+) in (?P<place>\\w+)', captures: { number: { type: 'integer' as const } } },
  };
  const fired = compileRules([ruleSet('route', [{ match }])]).first('route', {
    text: 'look at INC-42 in shop, please',
  });
  assert.deepEqual(valuesOf(fired), { number: 42, place: 'shop' });
});

test('a text of more than 4 KiB matches nothing, and its length costs nothing', () => {
  assert.equal(understand(`scale checkout to 3${' '.repeat(5000)}`, scale), undefined);
  const match = { text: { pattern: '(a+)+$' } };
  assert.deepEqual(
    compileRules([ruleSet('route', [{ match }])]).evaluate('route', { text: `${'a'.repeat(4000)}!` }),
    [],
  );
});

test('no text is unknown, and does not fire', () => {
  const rules = compileRules([ruleSet('route', [{ match: { text: { phrases: [scale], captures } } }])]);
  assert.equal(rules.explain('rule-0', {}).verdict, 'unknown');
  assert.deepEqual(rules.evaluate('route', { text: 3 }), []);
});

test('a wrong phrase is refused when the rules load, with what is wrong', () => {
  const load = (text: TextConditions) => () => compileRules([ruleSet('route', [{ match: { text } }])]);
  const invalid = (message: RegExp) => (error: unknown) =>
    HexaopsError.is(error, 'rules-invalid') && message.test(error.message);
  assert.throws(
    load({ phrases: ['scale {wrkload}'], captures }),
    invalid(/unknown capture "wrkload": use one of: workload/),
  );
  assert.throws(load({ phrases: ['scale (the'], captures }), invalid(/without its partner/));
  assert.throws(load({ phrases: ['{workload}'], captures }), invalid(/no word of its own/));
  assert.throws(load({ phrases: ['(please) {workload}'], captures }), invalid(/no word of its own/));
  assert.throws(load({ phrases: ['swap {workload} and {workload}'], captures }), invalid(/twice|duplicate/));
  assert.throws(load({ pattern: '(?P<a>x' }), invalid(/not RE2/));
  assert.throws(load({ captures }), invalid(/belong to phrases/));
  assert.throws(
    load({ phrases: ['a'], captures: { x: { type: 'number' } as never } }),
    invalid(/unknown type "number"/),
  );
});

test('what a person writes as a name is taken as it is, or not at all', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (name) => {
      const value = valuesOf(understand(`scale ${name} to 3`, scale))?.['workload'];
      if (value !== undefined)
        assert.match(
          JSON.stringify(value),
          /^"[a-z0-9]([a-z0-9._-]*[a-z0-9])?( [a-z0-9]([a-z0-9._-]*[a-z0-9])?){0,2}"$/,
        );
    }),
  );
});
