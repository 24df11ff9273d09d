import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { qualifiedName, resourceNamed, resourceOf, resources } from './resources.ts';

test('each kind, plural, short name and bundle folder means one resource', () => {
  for (const names of [
    resources.map(({ kind }) => kind),
    resources.flatMap(({ plural, shortNames }) => [plural, ...shortNames]),
    resources.flatMap(({ bundleNames }) => bundleNames),
  ]) {
    assert.deepEqual(names, [...new Set(names)]);
  }
});

test('people may write a kind as they write it to kubectl', () => {
  for (const name of ['Deployment', 'deployments', 'deploy', 'DEPLOY']) {
    assert.equal(resourceNamed(name), resourceOf('Deployment'));
  }
  assert.equal(qualifiedName(resourceNamed('deploy')), 'deployments.apps');
  assert.equal(qualifiedName(resourceNamed('po')), 'pods');
});

test('an unknown kind is answered with the nearest', () => {
  assert.throws(
    () => resourceNamed('deploymint'),
    (error) => HexaopsError.is(error, 'input-invalid') && /use one of: Deployment/.test(error.nextStep ?? ''),
  );
});
