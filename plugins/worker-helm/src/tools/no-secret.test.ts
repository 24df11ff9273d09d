import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '@hexaops/core';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { contextOf, over, read, writeTool } from '../testing/context.ts';
import { recordOf } from '../testing/records.ts';
import { toolsOf } from './index.ts';

const target = { namespace: 'shop', name: 'checkout' };
const inputs: Readonly<Record<string, object>> = {
  'list-releases': {},
  'release-of': { kind: 'Deployment', namespace: 'shop', name: 'checkout' },
};

/** Random enough that it stands nowhere by chance. */
const secret = fc
  .tuple(fc.stringMatching(/^[a-zA-Z0-9+/"'\\=&% ]{0,6}$/), fc.uuid())
  .map(([odd, uuid]) => `${uuid.slice(0, 13)}${odd}${uuid.slice(-4)}`);

const secretKey = fc.constantFrom(
  'password',
  'adminPassword',
  'apiKey',
  'DB_PASSWORD',
  'clientSecret',
  'token',
  'credentials',
);
const plainKey = fc.constantFrom('database', 'global', 'config', 'a', 'extra');

/** Values with the secret somewhere under a secret name. */
const valuesWith = (planted: string) =>
  fc
    .tuple(fc.array(plainKey, { maxLength: 3 }), secretKey, fc.constantFrom('text', 'list', 'object', 'pair'))
    .map(([path, key, form]): object => {
      const inner: object = {
        text: { [key]: planted },
        list: { [key]: [planted, 'other'] },
        object: { [key]: { value: planted, enabled: true } },
        pair: { env: [{ name: key, value: planted }] },
      }[form];
      return path.reduceRight<object>((value, name) => ({ [name]: value }), inner);
    });

interface Planting {
  readonly value: string;
  readonly stored: string;
  readonly values: object;
  readonly description: boolean;
}

function deployment(image: string, { value, stored }: Planting): object {
  const env = [
    { name: 'DATABASE_URL', value: `postgres://shop:${encodeURIComponent(value)}@db/shop` },
    { name: 'SETTINGS', value: JSON.stringify({ inside: value, other: stored }) },
  ];
  const containers = [{ name: 'server', image, env, args: [`--connect=${stored}`] }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'checkout', annotations: { note: `uses ${value}` } },
    spec: { replicas: 1, selector: { matchLabels: { app: 'checkout' } }, template: { spec: { containers } } },
  };
}

function objectsOf(planting: Planting): readonly KubernetesObject[] {
  const { value, stored, values } = planting;
  const kept = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'kept' } };
  const settings = (extra: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: { 'app.yaml': `connect: ${value}\nextra: ${extra}\nother: ${stored}` },
  });
  const manifest = (image: string, extra: string) =>
    [
      deployment(image, planting),
      { ...kept, data: { a: Buffer.from(stored).toString('base64') }, stringData: { b: value } },
      settings(extra),
    ]
      .map((object) => `---\n${stringify(object)}`)
      .join('');
  const failure = `cannot patch "checkout" with kind Deployment: env ${JSON.stringify({ password: value, x: stored })} is wrong`;
  const live = deployment('checkout:by-hand', planting);
  const namespaced = (object: object, annotations: object = {}) => {
    const { metadata } = object as KubernetesObject;
    return {
      ...object,
      metadata: { ...metadata, namespace: 'shop', annotations: { ...metadata.annotations, ...annotations } },
    } as KubernetesObject;
  };
  return [
    recordOf({ ...target, revision: 1, status: 'superseded', manifest: manifest('checkout:1', 'a'), defaults: values }),
    recordOf({
      ...target,
      revision: 2,
      status: 'failed',
      description: planting.description ? failure : 'Upgrade failed',
      manifest: manifest('checkout:2', 'b'),
      values: { ...values, image: 'checkout:2' },
      defaults: { image: 'checkout:1' },
      notes: `Sign in with ${value}`,
    }),
    namespaced(live, { 'meta.helm.sh/release-name': 'checkout' }),
    namespaced(settings('by hand')),
  ];
}

const planting = fc
  .tuple(secret, secret, fc.boolean())
  .chain(([value, stored, description]) =>
    valuesWith(value).map((values): Planting => ({ value, stored, values, description })),
  );

test('no tool tells a secret of a release, wherever its chart has put it', async (context) => {
  const counted = { plantings: 0, results: 0 };
  await fc.assert(
    fc.asyncProperty(planting, async (planted) => {
      const { records } = over(objectsOf(planted));
      const told: unknown[] = [];
      for (const tool of toolsOf.map((make) => make(records))) {
        const input = inputs[tool.name] ?? target;
        if (tool.effect === 'read') {
          const result = await read(tool, input);
          assert.ok(result.evidence.length > 0);
          told.push(result);
        } else if (tool.name === 'rollback-release') {
          told.push(await writeTool(tool).preview(input, contextOf()));
          told.push(await writeTool(tool).verify(input, contextOf(), undefined));
        } else {
          const values = [{ path: 'image', value: 'checkout:3' }];
          told.push(await writeTool(tool).preview({ ...target, values }, contextOf()));
          told.push(await writeTool(tool).verify({ ...target, values }, contextOf(), undefined));
        }
      }
      counted.plantings += 1;
      counted.results += told.length;
      const text = JSON.stringify(told);
      for (const hidden of [planted.value, planted.stored]) {
        for (const form of [hidden, JSON.stringify(hidden).slice(1, -1), encodeURIComponent(hidden)]) {
          for (const spelling of [form, JSON.stringify(form).slice(1, -1)]) {
            assert.ok(
              !text.includes(spelling),
              `${spelling} in ${text.slice(Math.max(0, text.indexOf(spelling) - 200)).slice(0, 400)}`,
            );
          }
        }
        assert.ok(!text.includes(Buffer.from(hidden).toString('base64')));
      }
    }),
    { numRuns: 40 },
  );
  context.diagnostic(`figure: ${counted.plantings} plantings, ${counted.results} results, 0 with a planted secret`);
});
