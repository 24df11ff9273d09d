import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import fc from 'fast-check';
import { urlOf } from './config.ts';
import { queueName } from './queue-name.ts';

describe('the queue of a job', () => {
  test('has its name where that may be one', () => {
    assert.equal(queueName('audit.deliver/clickhouse'), 'audit.deliver/clickhouse');
  });

  test('has characters that a queue may have, and no two jobs have one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        assert.match(queueName(left) || 'empty', /^[\w./-]{1,80}$/);
        assert.equal(queueName(left) === queueName(right), left === right);
      }),
    );
  });
});

describe('the database of the queue', () => {
  test('is the configured one, else that of DATABASE_URL, else none', () => {
    const [one, other] = ['postgres://u:canary@a/x', 'postgresql://b/y'];
    assert.equal(urlOf({ url: one }, other), one);
    assert.equal(urlOf({}, other), other);
    for (const wrong of [undefined, '', 'canary', 'mysql://u:canary@a/x']) {
      assert.throws(
        () => urlOf({}, wrong),
        (error) => HexaopsError.is(error, 'config-invalid') && !`${error.message} ${error.nextStep}`.includes('canary'),
      );
    }
  });
});
