import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LabelIndex, matchesLabels, matchesSelector } from './labels.ts';

describe('A selector', () => {
  it('that is missing selects nothing, an empty one everything', () => {
    assert.equal(matchesSelector(undefined, { app: 'cart' }), false);
    assert.equal(matchesSelector({}, { app: 'cart' }), true);
  });

  it('understands expressions', () => {
    const expression = (operator: string, values: string[] = []) =>
      matchesSelector({ matchExpressions: [{ key: 'tier', operator, values }] }, { tier: 'gold' });
    assert.deepEqual(
      [
        expression('In', ['gold']),
        expression('NotIn', ['gold']),
        expression('Exists'),
        expression('DoesNotExist'),
        expression('Odd'),
      ],
      [true, false, true, false, false],
    );
  });

  it('asks for a label that the object bears itself', () => {
    const expression = (operator: string) => ({ matchExpressions: [{ key: 'constructor', operator }] });
    assert.equal(matchesSelector(expression('Exists'), {}), false);
    assert.equal(matchesSelector(expression('DoesNotExist'), {}), true);
  });

  const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'env'), fc.constantFrom('a', 'b'));
  it('finds in the index what a look at every object finds', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ namespace: fc.constantFrom('x', 'y'), labels })), labels, (items, wanted) => {
        const index = new LabelIndex(items, (item) => item);
        const expected = items.filter((item) => item.namespace === 'x' && matchesLabels(wanted, item.labels));
        assert.deepEqual(index.withLabels('x', wanted), expected);
      }),
    );
  });
});
