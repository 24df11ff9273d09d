import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createEngine, type Engine } from '@hexaops/core';
import { fakeCaller } from '@hexaops/core/testing';
import workerClickHouse from '@hexaops/worker-clickhouse';
import workerKubernetes from '@hexaops/worker-kubernetes';
import type { Phrasing } from './phrasings/phrasing.ts';
import { storedAlone, storedLogs } from './phrasings/stored-logs.ts';
import { writeWorkspace } from './workspace.ts';

/** Nothing answers there: what is planned does not depend on what is stored. */
const logs = { use: workerClickHouse, config: { url: 'http://127.0.0.1:1' } };

async function check(engine: Engine, { text, rule, outcome }: Phrasing): Promise<void> {
  const events = await Array.fromAsync(engine.ask(fakeCaller(), { message: text }));
  const plan = events.find((event) => event.type === 'plan-made')?.plan;
  assert.deepEqual(plan?.madeBy, { rule });
  const step = plan?.steps[0];
  assert.deepEqual({ tool: step?.tool, arguments: step?.arguments }, outcome);
}

describe('questions about logs, with a store of logs and a cluster', () => {
  const resources = new AsyncDisposableStack();
  let engine: Engine;
  before(async () => {
    const bundle = resources.use(await writeWorkspace());
    const cluster = { use: workerKubernetes, config: { source: 'bundle', bundle: bundle.path } };
    engine = resources.use(await createEngine({ plugins: [cluster, logs] }));
  });
  after(() => resources.disposeAsync());

  for (const phrasing of storedLogs) it(`${phrasing.text} - ${phrasing.rule}`, () => check(engine, phrasing));
});

describe('questions about logs, with a store of logs alone', () => {
  const resources = new AsyncDisposableStack();
  let engine: Engine;
  before(async () => {
    engine = resources.use(await createEngine({ plugins: [logs] }));
  });
  after(() => resources.disposeAsync());

  for (const phrasing of storedAlone) it(`${phrasing.text} - ${phrasing.rule}`, () => check(engine, phrasing));

  it('say what to do when the store does not answer', async () => {
    const events = await Array.fromAsync(engine.ask(fakeCaller(), { message: 'errors of checkout' }));
    const answer = events.find((event) => event.type === 'answer')?.text ?? '';
    assert.match(answer, /"search-logs" failed: ClickHouse does not answer\..*try again/);
  });
});
