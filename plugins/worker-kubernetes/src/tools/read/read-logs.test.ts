import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PodLog } from '../../cluster/index.ts';
import { deployment, object, pod, waitingPod } from '../../cluster/testing/index.ts';
import { accessTo, contextOf, read, textOf } from '../testing/context.ts';
import { FakeSource } from '../testing/fake-source.ts';
import { defaultLogLimits, readLogs } from './read-logs.ts';

function log(name: string, text: string, previous = false): PodLog {
  return { namespace: 'shop', pod: name, container: 'server', previous, text, truncated: false };
}

const restarted = pod('shop/web-2', { containerStatus: { name: 'server', restartCount: 3 } });
const objects = [
  deployment('shop/web'),
  pod('shop/web-1'),
  restarted,
  pod('shop/other-1'),
  object('Job', 'shop/migrate'),
];
const logs = [
  log('web-1', 'INFO fine\nERROR refused'),
  log('web-2', 'INFO fine'),
  log('web-2', 'FATAL out of space', true),
];

function tool(parts: { readonly pods?: number } = {}, source = new FakeSource(objects, logs)) {
  return readLogs(accessTo(source), { ...defaultLogLimits, ...parts });
}

describe('read-logs', () => {
  it('gives the errors of all pods of a workload, and of the run before a restart', async () => {
    const { evidence, value } = await read(tool(), { namespace: 'shop', name: 'web' });
    assert.deepEqual(
      evidence.map(({ title }) => title),
      [
        'errors of shop/web-2 server before its restart',
        'errors of shop/web-1 server',
        'no errors in the log of shop/web-2 server',
      ],
    );
    assert.equal(textOf(evidence[0]), 'FATAL out of space');
    assert.deepEqual(value, { pods: 2, matching: 2 });
  });

  it('bears the query and the time that was looked at', async () => {
    const { evidence } = await read(tool(), { namespace: 'shop', name: 'web-1', kind: 'Pod', since: '1h' });
    assert.equal(
      evidence[0]?.query,
      'GET /api/v1/namespaces/shop/pods/web-1/log?container=server&sinceSeconds=3600&tailLines=5000',
    );
    assert.deepEqual(evidence[0]?.timeRange, { from: '2026-03-01T11:00:00.000Z', to: '2026-03-01T12:00:00.000Z' });
  });

  it('gives everything, the run before alone, or what holds a text', async () => {
    const all = await read(tool(), { namespace: 'shop', name: 'web-1', level: 'all' });
    assert.equal(textOf(all.evidence[0]), 'INFO fine\nERROR refused');
    const before = await read(tool(), { namespace: 'shop', name: 'web-2', level: 'all', previous: true });
    assert.deepEqual(before.evidence.map(textOf), ['FATAL out of space']);
    const found = await read(tool(), { namespace: 'shop', name: 'web-1', level: 'all', search: 'FINE' });
    assert.equal(textOf(found.evidence[0]), 'INFO fine');
  });

  it('tells once of all logs that hold nothing, with the query of each', async () => {
    const quiet = new FakeSource(objects, [log('web-1', 'INFO fine'), log('web-2', 'INFO fine\nINFO again')]);
    const { evidence } = await read(tool({}, quiet), { namespace: 'shop', name: 'web' });
    assert.equal(evidence.length, 1);
    assert.equal(evidence[0]?.title, 'no errors in 2 logs');
    assert.equal(
      textOf(evidence[0]),
      'shop/web-2 server: none among 2 entries\nshop/web-1 server: none among 1 entries',
    );
    assert.equal(evidence[0]?.query.split('\n').length, 2);
  });

  it('names the pods that were not read, and the logs that could not be', async () => {
    const { unavailable } = await read(tool({ pods: 1 }), { namespace: 'shop', name: 'web' });
    assert.deepEqual(unavailable, [
      { source: 'the logs of 1 more pods of web', reason: 'at most 1 are read: name a pod' },
    ]);
    const missing = await read(tool({}, new FakeSource(objects, [])), { namespace: 'shop', name: 'web-1' });
    assert.deepEqual(missing.unavailable, [
      { source: 'the log of shop/web-1 server', reason: 'there is no log of shop/web-1' },
    ]);
  });

  it('does not ask for the log of a container that never ran', async () => {
    const source = new FakeSource([deployment('shop/new'), waitingPod('shop/new-1', 'ImagePullBackOff')]);
    const { evidence } = await read(tool({}, source), { namespace: 'shop', name: 'new' });
    assert.deepEqual(evidence, []);
    assert.ok(source.readings.every(({ reading }) => reading !== 'logs'));
  });

  it('stays within the byte cap for each piece', async () => {
    const long = Array.from({ length: 5000 }, (_, index) => `ERROR ${'x'.repeat((index % 900) + 1)}`).join('\n');
    const source = new FakeSource(objects, [log('web-1', long)]);
    const { evidence } = await read(
      tool({}, source),
      { namespace: 'shop', name: 'web-1' },
      contextOf({ byteCap: 3000 }),
    );
    for (const { content } of evidence) assert.ok(Buffer.byteLength(JSON.stringify(content)) <= 3000);
    assert.equal(evidence[0]?.truncated, true);
  });

  it('raises not-found for what is not there', async () => {
    await assert.rejects(read(tool(), { namespace: 'shop', name: 'nothing' }), { code: 'not-found' });
  });
});
