import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { predictAll, type Progress } from './predict.ts';

const signal = AbortSignal.timeout(60_000);

/** A directory that is gone when its scope ends. */
async function temporaryDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'hexaops-predict-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function writeBundle(directory: string, lists: Readonly<Record<string, object>>): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'version.yaml'), 'apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\n');
  for (const [path, list] of Object.entries(lists)) {
    await mkdir(join(directory, 'cluster-resources', path, '..'), { recursive: true });
    await writeFile(join(directory, 'cluster-resources', path), JSON.stringify(list));
  }
}

describe('Predicting all bundles of a directory', () => {
  it('names the cause of each, and the bundles that cannot be read', async () => {
    await using directory = await temporaryDirectory();
    const labels = { app: 'cart' };
    await writeBundle(join(directory.path, 'good'), {
      'services/shop.json': {
        kind: 'ServiceList',
        items: [
          {
            kind: 'Service',
            metadata: { name: 'cart', namespace: 'shop' },
            spec: { selector: { app: 'card' }, ports: [{ port: 80 }] },
          },
        ],
      },
      'deployments/shop.json': {
        kind: 'DeploymentList',
        items: [
          {
            kind: 'Deployment',
            metadata: { name: 'cart', namespace: 'shop' },
            spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels } } },
            status: { readyReplicas: 1 },
          },
        ],
      },
    });
    await writeFile(join(directory.path, 'broken.tar.gz'), 'this is no archive');
    await mkdir(join(directory.path, 'empty'));
    await writeFile(join(directory.path, 'notes.txt'), 'not a bundle');
    const reported: Progress[] = [];
    const predictions = await predictAll(directory.path, (progress) => reported.push(progress), signal);
    assert.deepEqual(predictions, {
      broken: [],
      empty: [],
      good: [{ object: 'app/cart', rootCause: 'service_selector_mismatch' }],
    });
    assert.deepEqual(
      reported.map(({ id, done, total, problem }) => [id, done, total, problem === undefined]),
      [
        ['broken', 1, 3, false],
        ['empty', 2, 3, false],
        ['good', 3, 3, true],
      ],
    );
  });
});
