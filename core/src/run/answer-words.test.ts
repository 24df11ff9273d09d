import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { replacement, shownAfter } from './answer-words.ts';

test('a piece makes of whatever was shown what is to be shown, and is well-formed for itself', () => {
  const text = fc.array(fc.constantFrom('a', 'b', ' ', '\u{1f525}', '\u{1f526}', '\u{e9}'), { maxLength: 8 });
  fc.assert(
    fc.property(text, text, text, (begins, one, other) => {
      const shown = [...begins, ...one].join('');
      const words = [...begins, ...other].join('');
      const piece = replacement(shown, words);
      assert.equal(shownAfter(shown, piece), words);
      assert.ok(piece.text.isWellFormed() && shown.slice(0, piece.at).isWellFormed());
      assert.ok(piece.at >= begins.join('').length, 'what stays is not told again');
    }),
  );
  assert.deepEqual(replacement('All is well.', ''), { at: 0, text: '' });
  assert.deepEqual(replacement('All', 'All is well.'), { at: 3, text: ' is well.' });
});
