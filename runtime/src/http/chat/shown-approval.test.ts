import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, renderApproval } from '@hexaops/core';
import { approvalOf } from '../testing/scripts.ts';
import { shownApproval, wordsForApproval } from './shown-approval.ts';

const whole = approvalOf('a1');

test('an approval is shown from its bytes, whatever is stored beside them', () => {
  const lied = { ...whole, rendering: ['"nothing happens"'], summary: 'Restart checkout' };
  assert.deepEqual(shownApproval(lied).rendering, renderApproval(whole.bytes, whole.provenance));
  assert.doesNotMatch(wordsForApproval(lied), /nothing happens|Restart/);
});

test('nothing that was read works in the words, or ends their block', () => {
  const summary = 'it gets x in the place of ![a](https://evil.example/a.png) ``` <img src=x> \u202e';
  const bytes = { ...whole.bytes, summary };
  const words = wordsForApproval({ ...whole, bytes, hash: hashOf(bytes) });
  const [sentence = '', ...block] = words.split('\n');
  assert.doesNotMatch(sentence.replaceAll(/\\./g, '').replaceAll(/`[^`]*`/g, ''), /[<[\]`]|https:/);
  assert.equal(block.filter((line) => line.startsWith('```')).length, 2);
  assert.equal(block.at(-1), '```');
});
