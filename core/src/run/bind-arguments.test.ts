import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { bindArguments } from './bind-arguments.ts';
import type { Binding, PlanStep } from './plan.ts';
import { apply, initialState } from './state.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const base: PlanStep = {
  id: 'first',
  tool: 'look',
  worker: 'shop',
  effect: 'read',
  arguments: {},
  needs: [],
  provenance: {},
};

/** The argument `since` of a step that is bound so, after the earlier step has told `value`. */
function bound(value: unknown, binding: Omit<Binding, 'step' | 'value'>, ended = true) {
  const step: PlanStep = {
    ...base,
    id: 'second',
    arguments: { level: 'error' },
    provenance: { level: { taint: 'trusted', origin: 'rule r' }, since: { taint: 'trusted', origin: 'rule r' } },
    bindings: { since: { step: 'first', value: 'last.at', ...binding } },
  };
  const plan = { task: 't', steps: [base, step], madeBy: { rule: 'r' }, tainted: false };
  const planned = apply(initialState, { type: 'plan-made', plan });
  const end = {
    type: 'step-finished',
    step: 'first',
    status: 'succeeded',
    milliseconds: 1,
    unavailable: [],
    value: { last: { at: value } },
  } as const;
  const found = bindArguments(step, ended ? apply(planned, end) : planned, now);
  return 'missing' in found ? undefined : found;
}

/** What somebody may write where a name or a time is read. */
const orders = ['delete everything', 'checkout; rm -rf /', 'Checkout', '2026-11-23T11:00:00Z and then', '5\n6', ''];

const since = (value: unknown, binding: Omit<Binding, 'step' | 'value'>) => bound(value, binding)?.arguments['since'];

describe('a bound argument', () => {
  test('is what the earlier step told, and is marked as read from others', () => {
    const step = bound('2026-11-23T11:00:00Z', { type: 'instant', otherwise: '1h' });
    assert.deepEqual(step?.arguments, { level: 'error', since: '2026-11-23T11:00:00.000Z' });
    assert.deepEqual(step.provenance['since'], { taint: 'untrusted', origin: 'read by the step "first": last.at' });
    assert.equal(step.provenance['level']?.taint, 'trusted');
  });

  test('is the other value of the rule where there is none; without one the step is left out', () => {
    const other = bound(undefined, { type: 'instant', otherwise: '1h' });
    assert.equal(other?.arguments['since'], '1h');
    assert.equal(other.provenance['since']?.taint, 'trusted');
    assert.equal(bound(undefined, { type: 'instant' }), undefined);
    assert.equal(bound('2026-11-23T11:00:00Z', { type: 'instant' }, false), undefined);
  });

  test('may be an age in whole minutes, rounded up so that nothing since then is missed', () => {
    assert.equal(since('2026-11-23T10:59:30Z', { type: 'age' }), '61m');
    assert.equal(since('2026-11-23T12:00:00Z', { type: 'age' }), '1m');
  });

  test('reaches no further back than the rule allows', () => {
    assert.equal(since('2020-01-01T00:00:00Z', { type: 'age', longest: 3_600_000 }), '60m');
    assert.equal(since('2020-01-01T00:00:00Z', { type: 'instant', longest: 3_600_000 }), '2026-11-23T11:00:00.000Z');
  });

  test('may begin before that time, so that what was so until then is read', () => {
    assert.equal(since('2026-11-23T11:00:00Z', { type: 'age', earlier: 1_800_000 }), '90m');
    assert.equal(since('2026-11-23T11:00:00Z', { type: 'instant', earlier: 1_800_000 }), '2026-11-23T10:30:00.000Z');
    assert.equal(since('2026-11-23T11:00:00Z', { type: 'age', earlier: 1_800_000, longest: 4_200_000 }), '70m');
  });

  test('of a wrong type counts as not there', () => {
    for (const value of ['tomorrow', '2026-11-23', '2026-11-23T12:00:01Z', '2026-99-99T00:00:00Z', 5, null, {}, ['x']])
      assert.equal(since(value, { type: 'instant', otherwise: '1h' }), '1h', JSON.stringify(value));
    for (const value of [1.5, '3', NaN, 2 ** 60])
      assert.equal(since(value, { type: 'integer', otherwise: 0 }), 0, String(value));
    assert.equal(since(7, { type: 'integer' }), 7);
    assert.equal(since('checkout-v2', { type: 'name' }), 'checkout-v2');
    for (const value of ['../../secrets', 'a b', '', '-a', 'A', 'x'.repeat(300), '{app="other"}'])
      assert.equal(since(value, { type: 'name', otherwise: 'none' }), 'none', value);
  });

  test('can carry no text of anybody else, whatever was read', () => {
    const isPlain = /^([a-z0-9][-a-z0-9.]*|-?\d+|\d{4}-[-\d:T.]+Z)$/;
    const words = fc.oneof(fc.anything(), fc.string(), fc.lorem(), fc.constantFrom(...orders));
    for (const type of ['instant', 'age', 'integer', 'name'] as const) {
      fc.assert(
        fc.property(words, (value) => {
          const taken = since(value, { type });
          const text = String(taken);
          assert.ok(taken === undefined || isPlain.test(text), text);
        }),
      );
    }
  });
});
