import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { createRuleSnapshot } from './snapshot.ts';
import { ruleSet } from './testing/fixtures.ts';

test('new sets take the place of the old ones of their source; what was taken before stays as it was', () => {
  const rules = createRuleSnapshot();
  rules.update('files', [ruleSet('diagnose', [{ id: 'a' }])]);
  rules.update('plugin', [ruleSet('diagnose', [{ id: 'b' }])]);
  const before = rules.current;
  rules.update('files', [ruleSet('diagnose', [{ id: 'c' }])]);
  assert.deepEqual(before.evaluate('diagnose', {}), ['a', 'b']);
  assert.deepEqual(rules.current.evaluate('diagnose', {}), ['b', 'c']);
  rules.remove('plugin');
  assert.deepEqual(rules.current.evaluate('diagnose', {}), ['c']);
  assert.equal(rules.version, 4);
});

test('a set with a mistake leaves the rules in use in place', () => {
  const rules = createRuleSnapshot();
  rules.update('files', [ruleSet('diagnose', [{ id: 'a' }])]);
  const before = rules.current;
  assert.throws(
    () => rules.update('files', [ruleSet('diagnose', [{ id: 'b', when: 'n ==' }])]),
    (error) => HexaopsError.is(error, 'rules-invalid'),
  );
  assert.equal(rules.current, before);
  rules.update('files', [ruleSet('diagnose', [{ id: 'b' }])]);
  assert.deepEqual(rules.current.evaluate('diagnose', {}), ['b']);
});

test('a source that adds an id which another source has is refused', () => {
  const rules = createRuleSnapshot();
  rules.update('one', [ruleSet('diagnose', [{ id: 'a' }])]);
  assert.throws(() => rules.update('two', [ruleSet('diagnose', [{ id: 'a' }])]), /another rule has the id "a"/);
});
