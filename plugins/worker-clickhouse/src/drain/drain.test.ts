import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Drain, type Group } from './drain.ts';
import { maskedTokens } from './mask.ts';

const word = fc.constantFrom('connection', 'to', 'order', 'refused', 'by', 'peer', 'failed', 'after', 'retry', 'of');
const value = fc.oneof(
  fc.integer({ min: 0, max: 1e6 }).map(String),
  fc.constantFrom('alice', 'bob', 'carol'),
  fc.constantFrom('10.0.0.1:80', '10.2.3.4', 'deadbeef01', '7c9e6679-7425-40de-944b-e07fc1f90ae7'),
);
const line = fc
  .array(fc.oneof({ weight: 4, arbitrary: word }, value), { minLength: 0, maxLength: 12 })
  .map((all) => all.join(' '));
const lines = fc.array(line, { maxLength: 200 });

/** Whether a line has the form of a template: token by token the same, or anything for a wildcard. */
function fits(template: string, message: string): boolean {
  const tokens = maskedTokens(message);
  const wanted = template === '' ? [] : template.split(' ');
  return tokens.length === wanted.length && wanted.every((token, at) => token === '<*>' || token === tokens[at]);
}

const mask = (message: string) => maskedTokens(message).join(' ');

describe('groups of lines', () => {
  test('are those that a person would make', () => {
    const drain = new Drain();
    for (const message of [
      'connected to 10.0.0.1:5432 in 12 ms',
      'connected to 10.0.0.2:5432 in 7 ms',
      'user alice logged in',
      'user bob logged in',
      'dial tcp 10.1.2.3:6379: connect: connection refused',
      'dial tcp 10.9.9.9:6379: connect: connection refused',
      'order 7c9e6679-7425-40de-944b-e07fc1f90ae7 was paid at 2026-01-15T12:00:00Z',
    ])
      drain.add(message);
    assert.deepEqual(drain.groups.map(({ template }) => template).toSorted(), [
      'connected to <ip> in <num> ms',
      'dial tcp <ip>: connect: connection refused',
      'order <id> was paid at <time>',
      'user <*> logged in',
    ]);
  });

  test('have a template that each of their lines fits', () => {
    fc.assert(
      fc.property(lines, (messages) => {
        const drain = new Drain();
        const found = messages.map((message): [Group, string] => [drain.add(message), message]);
        for (const [group, message] of found)
          assert.ok(fits(group.template, message), `${group.template} <- ${message}`);
      }),
    );
  });

  test('keep most of their words: what has nothing in common is not grouped', () => {
    fc.assert(
      fc.property(lines, (messages) => {
        const drain = new Drain({ similarity: 0.6 });
        for (const message of messages) drain.add(message);
        for (const { tokens } of drain.groups) {
          const wild = tokens.filter((token) => token === '<*>').length;
          assert.ok(wild <= tokens.length * 0.4 + 1e-9);
        }
      }),
    );
  });

  test('are found again: a line that comes twice in a row is in one group', () => {
    fc.assert(
      fc.property(lines, line, (before, message) => {
        const drain = new Drain();
        for (const each of before) drain.add(each);
        assert.equal(drain.add(message), drain.add(message));
      }),
    );
  });

  test('do not depend on the values in lines that differ in nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 100 }), (numbers) => {
        const drain = new Drain();
        for (const number of numbers) drain.add(`took ${number} ms for shard ${number % 7}`);
        assert.deepEqual(
          drain.groups.map(({ template }) => template),
          ['took <num> ms for shard <num>'],
        );
      }),
    );
  });

  test('are never more than there is room for, and each that goes is told', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (messages, groups) => {
          const gone = new Set<Group>();
          const drain = new Drain({ groups, children: 4 }, (group) => gone.add(group));
          const made = new Set(messages.map((message) => drain.add(message)));
          assert.ok(drain.groups.length <= groups);
          assert.equal(gone.size + drain.groups.length, made.size);
          for (const group of drain.groups) assert.ok(!gone.has(group));
        },
      ),
    );
  });
});

describe('values in lines', () => {
  test('are masked by their form', () => {
    for (const [written, expected] of [
      ['in 12ms, 3 of 4', 'in <num>ms, <num> of <num>'],
      ['v2 utf8 k8s', 'v2 utf8 k8s'],
      ['at 0xDEADBEEF', 'at <hex>'],
      ['2026-01-15 12:00:01,123 and 2026-01-15T12:00:01Z', '<time> <time> and <time>'],
      ['pod web-7d9f8c6b5d-x2x4x of 7c9e6679-7425-40de-944b-e07fc1f90ae7', 'pod web-<hex>-x2x4x of <id>'],
      ['commit 8f14e45fceea167a', 'commit <hex>'],
      ['20260115120000', '<num>'],
      ['defaced', 'defaced'],
      ['-1.5 10.0.0.1', '-<num> <ip>'],
      ['first line\nsecond 2', 'first line'],
    ] as const)
      assert.equal(mask(written), expected);
  });

  test('once masked are masked again to the same', () => {
    fc.assert(fc.property(line, (message) => assert.equal(mask(mask(message)), mask(message))));
  });
});
