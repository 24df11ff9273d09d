import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { JsonObject } from '../record/index.ts';
import { changedBy } from './changed-by.ts';
import { driftOf } from './drift.ts';

const manifest: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'checkout', labels: { app: 'checkout' }, creationTimestamp: null },
  spec: {
    replicas: 2,
    template: {
      spec: {
        hostNetwork: false,
        containers: [
          {
            name: 'server',
            image: 'checkout:1',
            env: [
              { name: 'A', value: '1' },
              { name: 'EMPTY', value: '' },
            ],
            ports: [{ containerPort: 8080 }],
            resources: { requests: { cpu: 0.25, memory: '1024Mi' }, limits: { cpu: '1' } },
          },
          { name: 'proxy', image: 'proxy:1' },
        ],
        volumes: [],
      },
    },
  },
  status: {},
};

/** As an API server keeps it. */
const live: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'checkout', namespace: 'shop', labels: { app: 'checkout', added: 'x' }, uid: '1', generation: 4 },
  spec: {
    replicas: 2,
    revisionHistoryLimit: 10,
    template: {
      spec: {
        dnsPolicy: 'ClusterFirst',
        containers: [
          { name: 'proxy', image: 'proxy:1', imagePullPolicy: 'Always' },
          {
            name: 'server',
            image: 'checkout:1',
            env: [{ name: 'EMPTY' }, { name: 'A', value: '1' }],
            ports: [{ containerPort: 8080, protocol: 'TCP' }],
            resources: { requests: { cpu: '250m', memory: '1Gi' }, limits: { cpu: '1' } },
          },
        ],
      },
    },
  },
  status: { replicas: 2 },
};

function liveWith(change: (spec: Record<string, unknown>, server: Record<string, unknown>) => void): JsonObject {
  const copy = structuredClone(live) as { spec: Record<string, unknown> };
  const { containers } = (copy.spec['template'] as { spec: { containers: Record<string, unknown>[] } }).spec;
  change(copy.spec, containers[1] ?? {});
  return copy as unknown as JsonObject;
}

const server = 'spec.template.spec.containers[name=server]';

describe('the drift of an object', () => {
  it('is none where the server has filled in, ordered and written anew', () => {
    assert.deepEqual(driftOf(manifest, live), []);
  });

  const cases: readonly (readonly [what: string, live: JsonObject, drift: readonly (readonly unknown[])[]])[] = [
    ['a changed field', liveWith((spec) => (spec['replicas'] = 5)), [['spec.replicas', 2, 5]]],
    [
      'a changed element',
      liveWith((_, container) => (container['image'] = 'checkout:x')),
      [[`${server}.image`, 'checkout:1', 'checkout:x']],
    ],
    [
      'a changed quantity',
      liveWith(
        (_, container) => (container['resources'] = { requests: { cpu: '300m', memory: '1Gi' }, limits: { cpu: '1' } }),
      ),
      [[`${server}.resources.requests.cpu`, 0.25, '300m']],
    ],
    [
      'a variable that is gone',
      liveWith((_, container) => (container['env'] = [{ name: 'EMPTY' }])),
      [[`${server}.env[name=A]`, { name: 'A', value: '1' }, null]],
    ],
    [
      'a variable with another value that means the same number',
      liveWith((_, container) => (container['env'] = [{ name: 'EMPTY' }, { name: 'A', value: '1000m' }])),
      [[`${server}.env[name=A].value`, '1', '1000m']],
    ],
    [
      'a list that is gone',
      liveWith((_, container) => delete container['ports']),
      [[`${server}.ports`, [{ containerPort: 8080 }], null]],
    ],
  ];
  for (const [what, changed, drift] of cases) {
    it(`is ${what}`, () => {
      assert.deepEqual(
        driftOf(manifest, changed).map(({ path, wanted, live: seen }) => [path, wanted, seen]),
        drift,
      );
    });
  }

  it('is not what is masked on its way here', () => {
    assert.deepEqual(driftOf({ data: { a: 'x' } }, { data: { a: '[masked]' } }), []);
  });

  it('is none of any object with itself, whatever is added to it', () => {
    const key = fc.stringMatching(/^[a-z]{1,4}$/);
    const tree = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    })).object;
    fc.assert(
      fc.property(tree, fc.dictionary(key, fc.string()), (wanted, added) => {
        const object = wanted as JsonObject;
        assert.deepEqual(driftOf(object, { ...added, ...object }), []);
      }),
    );
  });
});

describe('who has changed a field', () => {
  const fields = [
    { manager: 'helm', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    {
      manager: 'kubectl-edit',
      time: '2026-02-01T00:00:00Z',
      fieldsV1: {
        'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"server"}': { 'f:image': {} } } } } },
      },
    },
    { manager: 'controller', fieldsV1: { 'f:data': { '.': {} } } },
  ];

  it('is the manager that is noted for it', () => {
    assert.equal(changedBy(fields, 'spec.replicas')?.manager, 'helm');
    assert.equal(changedBy(fields, `${server}.image`)?.manager, 'kubectl-edit');
    assert.equal(changedBy(fields, 'spec.template.spec.containers[name=proxy].image'), undefined);
    assert.equal(changedBy(fields, 'metadata.labels["a/b"]'), undefined);
    assert.equal(changedBy(undefined, 'spec'), undefined);
  });
});
