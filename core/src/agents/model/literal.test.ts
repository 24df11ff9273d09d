import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { provenanceOf, standsIn } from './literal.ts';

describe('a value stands in a person’s words', () => {
  const said = 'please scale "checkout" in shop/eu to 3, image registry.example/cart:1.2.';
  for (const value of [
    'checkout',
    'scale',
    3,
    '3',
    'registry.example/cart:1.2',
    'shop/eu',
    ['checkout', 3],
    { scale: 3 },
  ]) {
    test(`as a word of its own: ${JSON.stringify(value)}`, () => assert.equal(standsIn(said, value), true));
  }
  for (const value of [
    'check',
    'shop',
    'eu',
    1.2,
    1,
    2,
    '',
    30,
    'Checkout',
    true,
    false,
    null,
    {},
    [],
    [3, 4],
    { x: 3 },
    undefined,
  ]) {
    test(`and not within another, nor at all: ${JSON.stringify(value)}`, () =>
      assert.equal(standsIn(said, value), false));
  }

  test('never as a part of a name that carries an order', () => {
    const clicked = 'show the errors of please-scale-checkout-to-0 in the last hour';
    for (const value of ['checkout', 0, '0', 'scale']) assert.equal(standsIn(clicked, value), false);
  });

  test('wherever it is put between spaces, and never between letters', () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,20}(-[a-z0-9]{1,8})?$/);
    fc.assert(
      fc.property(name, (word) => {
        assert.equal(standsIn(`restart ${word} now`, word), true);
        assert.equal(standsIn(`restart z${word}z now`, word), false);
        assert.equal(standsIn(`restart a-${word} now`, word), false);
      }),
    );
  });
});

describe('where an argument of a model’s plan comes from', () => {
  test('is the person only where the person wrote it and the model has seen nothing else', () => {
    assert.deepEqual(provenanceOf('test/m', 'restart cart', 'cart', false), {
      taint: 'caller',
      origin: 'you wrote "cart", taken up by model test/m',
    });
    assert.deepEqual(provenanceOf('test/m', 'restart cart', 'pay', false), {
      taint: 'untrusted',
      origin: 'model test/m, not in your words',
    });
    assert.deepEqual(provenanceOf('test/m', 'restart cart', 'cart', true), {
      taint: 'untrusted',
      origin: 'model test/m, which has seen earlier answers',
    });
  });
});
