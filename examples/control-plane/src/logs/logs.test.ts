import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { ControlPlane } from '../control-plane.ts';
import type { JsonObject } from '../json.ts';
import { call, ManualClock, startControlPlane } from '../testing/harness.ts';
import type { LogEntry } from './log-entry.ts';

function entry(workspace: string, minute: number, level: string, message: string): LogEntry {
  return { workspace_id: workspace, timestamp: `2026-03-01T12:0${minute}:00Z`, level, message, trace_id: `t${minute}` };
}

const logs = [
  entry('shop', 1, 'info', 'started'),
  entry('shop', 2, 'ERROR', 'Payment failed'),
  entry('lab', 3, 'error', 'payment failed elsewhere'),
  entry('shop', 4, 'error', 'disk full'),
];

const hour = { start_time: '2026-03-01T12:00:00Z', end_time: '2026-03-01T13:00:00+00:00' };

describe('the control plane’s logs', () => {
  let controlPlane: ControlPlane;

  beforeEach(async () => {
    controlPlane = await startControlPlane({ logs, clock: new ManualClock() });
  });

  afterEach(() => controlPlane.close());

  async function query(body: JsonObject): Promise<JsonObject[]> {
    const answer = await call(controlPlane, 'POST', '/internal/v1/logs/query', { body: { ...hour, ...body } });
    assert.equal(answer.status, 200, answer.text);
    return answer.json() as JsonObject[];
  }

  const messages = async (body: JsonObject): Promise<unknown[]> => (await query(body)).map(({ message }) => message);

  test('are those of the token’s workspace alone, newest first', async () => {
    assert.deepEqual(await messages({}), ['disk full', 'Payment failed', 'started']);
    assert.deepEqual(await messages({ workspace_id: 'shop', search_term: 'payment' }), ['Payment failed']);
  });

  test('are chosen by level, time and number', async () => {
    assert.deepEqual(await messages({ level: 'error' }), ['disk full', 'Payment failed']);
    assert.deepEqual(await messages({ start_time: '2026-03-01T12:03:00Z' }), ['disk full']);
    assert.deepEqual(await messages({ limit: 1 }), ['disk full']);
  });

  test('have every field of the contract', async () => {
    assert.deepEqual(await query({ search_term: 'started' }), [
      {
        timestamp: '2026-03-01T12:01:00Z',
        level: 'info',
        message: 'started',
        trace_id: 't1',
        user_id: '',
        source: '',
        details: {},
      },
    ]);
  });

  test('tell of the operations that were carried out', async () => {
    const body = { params: { deployment: 'checkout', replicas: 1 } };
    await call(controlPlane, 'POST', '/internal/v1/operations/scale', { body });
    const [newest] = await query({});
    assert.deepEqual([newest?.['message'], newest?.['user_id']], ['operation scale: executed', 'alice']);
  });

  test('are refused for another workspace, and for times that are none', async () => {
    const post = (body: JsonObject): Promise<{ status: number }> =>
      call(controlPlane, 'POST', '/internal/v1/logs/query', { body });
    assert.equal((await post({ ...hour, workspace_id: 'lab' })).status, 403);
    assert.equal((await post({ start_time: 'yesterday', end_time: hour.end_time })).status, 400);
    assert.equal((await post({ end_time: hour.end_time })).status, 400);
    assert.equal((await post({ ...hour, limit: 0 })).status, 400);
  });
});
