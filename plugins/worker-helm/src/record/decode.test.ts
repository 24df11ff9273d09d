import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { KubernetesObject } from '@hexaops/core';
import * as fc from 'fast-check';
import { recorded, recordOf, secretOf } from '../testing/records.ts';
import { decodeRecord } from './decode.ts';

const labels = { name: 'checkout', namespace: 'shop', revision: 1, status: 'deployed' };

async function decoded(object: KubernetesObject) {
  const found = await decodeRecord(object);
  assert.ok(found !== undefined);
  return found;
}

async function reasonOf(object: KubernetesObject): Promise<string> {
  const found = await decoded(object);
  return 'labelled' in found ? found.labelled.reason : 'it was read';
}

describe('a record of Helm', () => {
  it('is read as Helm 4 and Helm 3 have written it, from Secrets and from ConfigMaps', async () => {
    const found = await Promise.all(recorded.map(decoded));
    assert.deepEqual(
      found.map((each) =>
        'release' in each
          ? [
              each.release.name,
              each.release.revision,
              each.release.status,
              each.release.chart.version,
              each.release.values,
            ]
          : each.labelled,
      ),
      [
        ['checkout', 1, 'deployed', '1.0.0', {}],
        ['checkout', 2, 'failed', '1.0.0', { image: { tag: 'missing-9.9' }, settings: { currency: 'USD' } }],
        ['old', 1, 'deployed', '1.0.0', {}],
        ['mapped', 1, 'deployed', '1.0.0', {}],
      ],
    );
    for (const each of found) {
      assert.ok('release' in each);
      assert.match(each.release.manifest, /kind: Deployment/);
      assert.match(each.release.chart.templates.get('templates/deployment.yaml') ?? '', /\.Values\.replicas/);
      assert.deepEqual(each.release.chart.values['service'], { port: 80, targetPort: 'http' });
    }
  });

  it('has the name and the place of the object that holds it, whatever it says', async () => {
    const lie = recordOf({ name: 'other', namespace: 'elsewhere' });
    const found = await decoded({ ...recordOf(), data: lie['data'] });
    assert.ok('release' in found);
    assert.deepEqual([found.release.namespace, found.release.name], ['shop', 'checkout']);
  });

  it('that is no gzip is plain JSON, as the first releases of Helm wrote it', async () => {
    const found = await decoded(secretOf(labels, Buffer.from('{"manifest":"kind: A"}')));
    assert.ok('release' in found && found.release.manifest === 'kind: A');
  });
});

describe('a record that cannot be read gives its labels, and says why', () => {
  const cases: readonly (readonly [what: string, object: KubernetesObject, reason: RegExp])[] = [
    ['a bomb', secretOf(labels, gzipSync(Buffer.alloc(64 * 1024 ** 2))), /inflates to more than 16777216 bytes/],
    ['a bomb of JSON', secretOf(labels, gzipSync(`{"manifest":"${'a'.repeat(20 * 1024 ** 2)}"}`)), /inflates to more/],
    ['damage', secretOf(labels, gzipSync('{}').subarray(0, 12)), /does not inflate/],
    ['other text', secretOf(labels, gzipSync('kind: Secret')), /not JSON/],
    ['a list', secretOf(labels, gzipSync('[]')), /no release/],
    ['depth', secretOf(labels, gzipSync('['.repeat(100_000) + ']'.repeat(100_000))), /nested too deep|not JSON/],
    ['some depth', secretOf(labels, gzipSync('{"a":'.repeat(100) + '1' + '}'.repeat(100))), /nested too deep/],
    ['no base64', { ...recordOf(), data: { release: '%%%' } }, /not base64/],
    [
      'masked content',
      { ...recordOf(), data: { release: Buffer.from('***').toString('base64') } },
      /masked for this user/,
    ],
    ['no content', { ...recordOf(), data: {} }, /may not be read/],
  ];
  for (const [what, object, reason] of cases) {
    it(what, async () => assert.match(await reasonOf(object), reason));
  }

  it('whatever bytes it holds', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      fc.json().map((text) => gzipSync(text)),
      fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), array])),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const found = await decoded(secretOf(labels, content));
        const { name, revision } = 'release' in found ? found.release : found.labelled;
        assert.deepEqual([name, revision], ['checkout', 1]);
      }),
    );
  });
});

describe('what is no record', () => {
  it('is nothing', async () => {
    const { labels: own, ...metadata } = recordOf().metadata;
    for (const wrong of [{}, { ...own, owner: 'me' }, { ...own, version: 'x' }, { ...own, version: '0' }]) {
      assert.equal(await decodeRecord({ ...recordOf(), metadata: { ...metadata, labels: wrong } }), undefined);
    }
  });
});
