import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { replacePart } from './page.ts';

describe('a part of a page', () => {
  const page = 'before\n\n<!-- one -->\n\nold\n\n<!-- /one -->\n\nafter\n';

  test('is replaced, and nothing around it; doing it again changes nothing', () => {
    const replaced = replacePart(page, 'one', 'new\n');
    assert.equal(replaced, page.replace('old', 'new'));
    assert.equal(replacePart(replaced, 'one', 'new'), replaced);
  });

  test('has to have a place', () => {
    assert.throws(() => replacePart(page, 'two', 'new'), /no <!-- two -->/);
  });
});
