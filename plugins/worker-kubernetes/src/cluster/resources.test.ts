import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { qualifiedName, resourceOf, resources } from './resources.ts';

test('each kind, plural, short name and bundle folder means one resource', () => {
  for (const names of [
    resources.map(({ kind }) => kind),
    resources.flatMap(({ plural, shortNames }) => [plural, ...shortNames]),
    resources.flatMap(({ bundleNames }) => bundleNames),
  ]) {
    assert.deepEqual(names, [...new Set(names)]);
  }
});

test('a resource is named as Kubernetes names it', () => {
  assert.equal(qualifiedName(resourceOf('Deployment')), 'deployments.apps');
  assert.equal(qualifiedName(resourceOf('Pod')), 'pods');
});

test('an unknown kind is answered with the nearest', () => {
  assert.throws(
    () => resourceOf('Deploymint' as 'Deployment'),
    (error) => HexaopsError.is(error, 'input-invalid') && /use one of: Deployment/.test(error.nextStep ?? ''),
  );
});
