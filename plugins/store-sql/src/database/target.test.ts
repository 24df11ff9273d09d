import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { HexaopsError } from '@hexaops/core';
import { targetOf } from './target.ts';

describe('which database', () => {
  const elsewhere = 'postgres://db.example/other';

  test('is a file in the present directory, unless told', () => {
    assert.deepEqual(targetOf({}, undefined), {
      kind: 'sqlite',
      path: resolve('hexaops.sqlite'),
      label: `the SQLite file ${resolve('hexaops.sqlite')}`,
    });
    assert.equal(targetOf({}, '').kind, 'sqlite');
  });

  test('is what is configured, then what DATABASE_URL names', () => {
    assert.equal(targetOf({ path: 'a.sqlite' }, elsewhere).kind, 'sqlite');
    assert.equal(
      targetOf({ url: 'postgresql://db.example/mine' }, elsewhere).label,
      'the Postgres database db.example/mine',
    );
    assert.equal(targetOf({}, elsewhere).label, 'the Postgres database db.example/other');
  });

  test('has a name without user, password and parameters', () => {
    const { label } = targetOf(
      { url: 'postgres://canary-user:canary-password@db.example:5433/mine?sslkey=canary' },
      '',
    );
    assert.equal(label, 'the Postgres database db.example:5433/mine');
    assert.equal(
      targetOf({ url: 'postgres:///mine?host=/var/run/postgresql' }, '').label,
      'the Postgres database /var/run/postgresql/mine',
    );
  });

  test('is one, and a mistake says nothing of the URL', () => {
    const wrong = ['canary', 'mysql://u:canary@db.example/x', 'postgres://u:canary@db.example:port/x'];
    const attempts = [
      ...wrong.map((url) => () => targetOf({ url }, undefined)),
      ...wrong.map((url) => () => targetOf({}, url)),
      () => targetOf({ url: 'postgres://u:canary@db.example/x', path: 'a.sqlite' }, undefined),
    ];
    for (const attempt of attempts) {
      assert.throws(attempt, (error) => {
        assert.ok(HexaopsError.is(error, 'config-invalid'));
        assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), /canary/);
        return true;
      });
    }
  });
});
