import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { requireClocksAgree } from './clock.ts';

describe('the clocks of two machines', () => {
  const judge = (theirs: number | undefined): string => {
    try {
      requireClocksAgree('it', { theirs, asked: 1_000_000, answered: 1_000_100 });
      return 'agree';
    } catch (error) {
      assert.ok(HexaopsError.is(error, 'config-invalid'));
      return error.message;
    }
  };

  test('may differ by what a token is forgiven, and by the part of a second that a date does not show', () => {
    assert.deepEqual([997_000, 1_000_000, 1_002_100].map(judge), ['agree', 'agree', 'agree']);
    assert.match(judge(996_999), /^this machine is 3 s ahead of it/);
    assert.match(judge(1_002_101), /^this machine is 3 s behind it/);
  });

  test('are not compared where one says nothing', () => {
    assert.equal(judge(undefined), 'agree');
  });
});
