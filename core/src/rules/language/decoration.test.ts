import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { withoutDecoration } from './decoration.ts';

describe('what decorates a text', () => {
  for (const text of [
    '"what is wrong?"',
    "'what is wrong?'",
    '`what is wrong?`',
    '**what is wrong?**',
    '*"what is wrong?"*',
    '```\nwhat is wrong?\n```',
    '## what is wrong?',
    '>> what is wrong?',
    '- what is wrong?',
    '1. what is wrong?',
    'what is **wrong**?',
    '\u{1f525} what \u{1f440} is\u200b wrong? \u{1f468}\u{1f3fd}\u200d\u{1f4bb}\u203c\ufe0f',
  ]) {
    it(`is left out of ${JSON.stringify(text)}`, () => assert.equal(withoutDecoration(text), 'what is wrong?'));
  }

  it('keeps what is said within, and the punctuation after it', () => {
    assert.equal(withoutDecoration('"scale "web" to 3".'), 'scale "web" to 3.');
    assert.equal(withoutDecoration("'what's wrong'"), "what's wrong");
  });

  for (const text of [
    '"web" is down',
    '"web" is "down"',
    'search the logs of web for "connection refused"',
    'describe `web`',
    'what is wrong with my_app-1 and my_app-2?',
    '-1',
    'image shop/web:1.2@sha256:0a',
    '"',
    '**',
  ]) {
    it(`is not ${text}`, () => assert.equal(withoutDecoration(text), text));
  }

  it('never makes a text longer, and leaves no space at its ends', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('"', '**', '`', "'", '> ', '# ', 'web', ' ', '.')), (parts) => {
        const once = withoutDecoration(parts.join(''));
        assert.ok(once.length <= parts.join('').length);
        assert.equal(once, once.trim());
      }),
    );
  });
});
