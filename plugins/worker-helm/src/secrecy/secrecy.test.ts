import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { masked } from '@hexaops/core';
import { parseManifest } from '../manifest/index.ts';
import { Secrecy } from './secrecy.ts';

const secretObject = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { note: planted-in-secret }\n';

describe('what may be shown of a release', () => {
  const values = {
    image: { repository: 'registry.example/checkout', tag: '2.3' },
    auth: { adminPassword: 'planted-by-name', enabled: true, existingSecret: 'shop-credentials' },
    secrets: { anything: 'planted-by-parent', nothing: '' },
    database: { url: 'postgres://shop:planted-by-url@db/shop' },
    env: [
      { name: 'API_KEY', value: 'planted-by-pair' },
      { name: 'PORT', value: '80' },
    ],
  };
  const secrecy = Secrecy.of([values], parseManifest(secretObject).objects);

  it('is a value by its own name, but for what stands under a secret one', () => {
    assert.deepEqual(secrecy.values(values), {
      image: { repository: 'registry.example/checkout', tag: '2.3' },
      auth: { adminPassword: masked, enabled: true, existingSecret: masked },
      secrets: { anything: masked, nothing: '' },
      database: { url: `postgres://shop:${masked}@db/shop` },
      env: [
        { name: 'API_KEY', value: masked },
        { name: 'PORT', value: '80' },
      ],
    });
    assert.equal(secrecy.value('image.tag', '2.3'), '2.3');
    assert.equal(secrecy.value('auth.adminPassword', 'another'), masked);
    assert.equal(secrecy.value('tokens[0].text', 'another'), masked);
  });

  it('is a text without the secrets that the release knows, in whatever form', () => {
    for (const secret of [
      'planted-by-name',
      'planted-by-parent',
      'planted-by-url',
      'planted-by-pair',
      'planted-in-secret',
    ]) {
      const base64 = Buffer.from(secret).toString('base64');
      assert.equal(secrecy.text(`it was ${secret}, or ${base64}.`), `it was ${masked}, or ${masked}.`);
    }
  });

  it('is a field of an object; of a Secret only which keys it has', () => {
    const container = 'spec.template.spec.containers[name=server]';
    assert.equal(secrecy.field('Secret', 'data.user', 'YWRh'), masked);
    assert.deepEqual(secrecy.field('Secret', 'stringData', { note: 'x' }), { note: masked });
    assert.equal(secrecy.field('Deployment', `${container}.image`, 'checkout:2'), 'checkout:2');
    assert.equal(secrecy.field('Deployment', `${container}.env[name=DB_PASSWORD].value`, 'x'), masked);
    assert.deepEqual(secrecy.field('Deployment', `${container}.env[name=A]`, { name: 'A_TOKEN', value: 'x' }), {
      name: 'A_TOKEN',
      value: masked,
    });
    assert.deepEqual(
      secrecy.field('Deployment', `${container}.env[name=DB_PASSWORD].valueFrom`, {
        secretKeyRef: { name: 'db', key: 'password' },
      }),
      { secretKeyRef: { name: 'db', key: 'password' } },
    );
    assert.deepEqual(secrecy.field('Deployment', `${container}.args`, ['--password', 'x', '--port=80']), [
      '--password',
      masked,
      '--port=80',
    ]);
    assert.equal(secrecy.field('ConfigMap', 'data.password', 'x'), masked);
    assert.equal(secrecy.field('ConfigMap', 'data.currency', 'EUR'), 'EUR');
    assert.equal(secrecy.field('Widget', 'spec.apiToken', 'x'), masked);
  });
});
