import assert from 'node:assert/strict';
import { test } from 'node:test';
import { masked } from '@hexaops/core';
import * as fc from 'fast-check';
import { resourceOf, type Resource } from '../resources.ts';
import { cleanObject } from './clean.ts';

const pods = resourceOf('Pod') as Resource & { kind: 'Pod' };
const named = { metadata: { name: 'cart-1', namespace: 'shop' } };

test('what is no object of the kind with a name is nothing', () => {
  for (const value of [
    null,
    'x',
    1,
    [],
    {},
    { metadata: {} },
    { metadata: { name: 7 } },
    { ...named, kind: 'Service' },
  ]) {
    assert.equal(cleanObject(structuredClone(value), pods), undefined);
  }
});

test('kind and namespace are filled in where a list says them once for all', () => {
  const pod = cleanObject({ metadata: { name: 'cart-1' } }, pods, 'shop');
  assert.equal(pod?.kind, 'Pod');
  assert.equal(pod.metadata.namespace, 'shop');
});

test('nulls are missing fields', () => {
  const pod = cleanObject(
    { ...structuredClone(named), spec: { nodeName: null, containers: null }, status: null },
    pods,
  );
  assert.equal(pod?.spec?.nodeName, undefined);
  assert.equal(pod?.spec?.containers, undefined);
  assert.equal(pod?.status, undefined);
});

test('a list that is none is missing, and so is an element that is no object', () => {
  const pod = cleanObject(
    { ...structuredClone(named), spec: { containers: ['x', { name: 'a', args: 'x' }], volumes: 'y' } },
    pods,
  );
  assert.deepEqual(
    pod?.spec?.containers?.map(({ name, args }) => ({ name, args })),
    [{ name: 'a', args: undefined }],
  );
  assert.equal(pod?.spec?.volumes, undefined);
});

test('secrets in variables, headers, arguments and in the copy that kubectl keeps do not pass', () => {
  const pod = cleanObject(
    {
      metadata: {
        ...named.metadata,
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'canary-1', team: 'shop' },
        managedFields: [{ manager: 'canary-2' }],
      },
      spec: {
        containers: [
          {
            name: 'server',
            args: ['--api-key=canary-3'],
            env: [
              { name: 'DB_PASSWORD', value: 'canary-4' },
              { name: 'REDIS_ADDR', value: 'redis:6379' },
            ],
            livenessProbe: { httpGet: { httpHeaders: [{ name: 'Authorization', value: 'Bearer canary-5' }] } },
          },
        ],
      },
    },
    pods,
  );
  assert.doesNotMatch(JSON.stringify(pod), /canary/);
  assert.deepEqual(pod?.metadata.annotations, { team: 'shop' });
  assert.deepEqual(
    pod?.spec?.containers?.[0]?.env?.map(({ value }) => value),
    [masked, 'redis:6379'],
  );
});

test('of a Secret and a ConfigMap only the keys remain', () => {
  const secret = cleanObject(
    {
      metadata: { ...named.metadata, annotations: { note: 'canary' } },
      type: 'Opaque',
      data: { b: 'Y2FuYXJ5' },
      stringData: { a: 'canary' },
    },
    resourceOf('Secret') as Resource & { kind: 'Secret' },
  );
  assert.deepEqual(secret?.dataKeys, ['a', 'b']);
  assert.equal(secret.type, 'Opaque');
  assert.doesNotMatch(JSON.stringify(secret), /canary|Y2FuYXJ5/);
  const configMap = cleanObject(
    { ...structuredClone(named), data: { 'app.yaml': 'canary' } },
    resourceOf('ConfigMap') as Resource & { kind: 'ConfigMap' },
  );
  assert.deepEqual(configMap?.dataKeys, ['app.yaml']);
  assert.doesNotMatch(JSON.stringify(configMap), /canary/);
});

test('a key __proto__ changes nothing, neither here nor for all objects', () => {
  const text = '{"__proto__":{"polluted":1},"metadata":{"name":"a","labels":{"__proto__":"x","app":"b"}}}';
  const pod = cleanObject(JSON.parse(text), pods, 'shop');
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  assert.deepEqual(Object.keys(pod?.metadata.labels ?? {}), ['app']);
  assert.equal(Object.getPrototypeOf(pod), Object.prototype);
});

test('depth without end and text without end are cut', () => {
  const deep = JSON.parse(`{"metadata":{"name":"a"},"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as unknown;
  assert.ok(cleanObject(deep, pods, 'shop'));
  const long = cleanObject({ ...structuredClone(named), status: { message: 'm'.repeat(1_000_000) } }, pods);
  assert.ok((long?.status?.message?.length ?? 0) < 40_000);
});

test('any JSON becomes nothing, or an object whose lists can be walked', () => {
  const field = fc.constantFrom(
    'containers',
    'env',
    'conditions',
    'ports',
    'args',
    'labels',
    'name',
    'status',
    'spec',
    'message',
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.string(),
      fc.integer(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(field, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(json, json, (spec, status) => {
      const pod = cleanObject({ ...structuredClone(named), spec, status }, pods);
      for (const { env, args, ports } of pod?.spec?.containers ?? []) {
        for (const { name } of env ?? []) name?.startsWith('x');
        for (const word of args ?? []) word.startsWith('x');
        ports?.find(({ containerPort }) => containerPort === 1);
      }
      for (const { message } of pod?.status?.conditions ?? []) message?.startsWith('x');
    }),
  );
});
