import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelSchedule, ScheduleSnapshot } from '@hexaops/core';
import { TestService } from '../testing/test-service.ts';

const snapshot: ScheduleSnapshot = {
  nodes: [
    {
      id: 'http://gpu-1.internal:11434',
      up: true,
      slots: 4,
      models: [{ model: 'small:latest', state: 'ready', inFlight: 2, prefillTokensPerSecond: 2310 }],
    },
  ],
  waiting: { interactive: 3, routing: 0, background: 7 },
  counts: { dispatched: 10, refused: 1, expired: 0, failedOver: 0, swaps: 1 },
};

describe('GET /v1/models/schedule', () => {
  test('tells what waits and where models are, and names nodes to nobody from elsewhere', async () => {
    await using service = await TestService.start();
    const schedule: Pick<ModelSchedule, 'id' | 'snapshot'> = { id: 'ollama', snapshot: () => snapshot };
    service.engine.contributed.set('model-schedule', [schedule]);
    const { status, json, text } = await service.request('GET', '/v1/models/schedule', {
      headers: { 'x-forwarded-for': '203.0.113.9' },
    });
    assert.equal(status, 200);
    const [first] = json['schedules'] as readonly ScheduleSnapshot[];
    assert.deepEqual(first?.waiting, snapshot.waiting);
    assert.equal(first?.nodes[0]?.models[0]?.inFlight, 2);
    assert.ok(!text.includes('gpu-1.internal'));
  });

  test('is not there without a plugin that schedules', async () => {
    await using service = await TestService.start();
    assert.equal((await service.request('GET', '/v1/models/schedule')).status, 404);
  });
});
