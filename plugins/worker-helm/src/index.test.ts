import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clusterPoint, createEngine, definePlugin } from '@hexaops/core';
import { collect, eventsOf, fakeCaller } from '@hexaops/core/testing';
import workerHelm from './index.ts';
import { FakeReader } from './testing/fake-reader.ts';
import { recorded } from './testing/records.ts';

const cluster = definePlugin({ register: (api) => api.contribute(clusterPoint, new FakeReader(recorded)) });

describe('the plugin', () => {
  const releasesOf = async (config: object) => {
    await using engine = await createEngine({ plugins: [cluster, { use: workerHelm, config }] });
    const events = await collect(engine.ask(fakeCaller(), { message: 'which releases are there?' }));
    const [first] = eventsOf(events, 'evidence');
    const content = first?.evidence.content;
    return content?.kind === 'table' ? content.rows.map((row) => row[1]) : [];
  };

  it('reads Secrets unless told that Helm keeps its records in ConfigMaps', async () => {
    assert.deepEqual(await releasesOf({}), ['checkout', 'old']);
    assert.deepEqual(await releasesOf({ storage: 'configmap' }), ['mapped']);
  });

  it('does not start where nobody brings the cluster', async () => {
    await assert.rejects(createEngine({ plugins: [workerHelm] }), { code: 'plugin-start-failed' });
  });

  it('refuses a storage that Helm does not have', async () => {
    const plugins = [cluster, { use: workerHelm, config: { storage: 'sql' } }];
    await assert.rejects(createEngine({ plugins }), { code: 'config-invalid' });
  });
});
