import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelSchedule } from '../extension/schedule.ts';
import { createMemoryStore } from '../store/memory.ts';
import { engineMeasurements } from './measurements.ts';

const schedule: ModelSchedule = {
  id: 'ollama',
  snapshot: () => ({
    nodes: [
      {
        id: 'secret-host',
        up: true,
        slots: 4,
        models: [
          { model: 'qwen3', state: 'loaded', inFlight: 3, prefillTokensPerSecond: 1 },
          { model: 'smollm2', state: 'loaded', inFlight: 0, prefillTokensPerSecond: 1 },
        ],
      },
      { id: 'empty-host', up: true, slots: 4, models: [] },
      { id: 'other-host', up: false, slots: 4, models: [] },
    ],
    waiting: { interactive: 2, background: 1 },
    counts: { dispatched: 10, refused: 1, expired: 0, failedOver: 0, swaps: 2 },
  }),
  models: () => Promise.resolve([]),
  pull: async function* () {},
};

async function measured(schedules: readonly ModelSchedule[]) {
  const store = createMemoryStore();
  const all = engineMeasurements({ store, now: () => 1_000, auditRoom: 500 }, schedules);
  return Object.fromEntries(
    await Promise.all(
      all.map(async (measurement) => {
        const { name } = measurement;
        const values = (await measurement.read()).map(
          ({ labels, value }) => [Object.values(labels).join(), value] as const,
        );
        return [name, Object.fromEntries(values)] as const;
      }),
    ),
  );
}

describe('what the engine measures', () => {
  test('is how much of the audit waits', async () => {
    assert.deepEqual(await measured([]), {
      hexaops_outbox_records: { '': 0 },
      hexaops_outbox_room: { '': 500 },
      hexaops_outbox_oldest_seconds: { '': 0 },
    });
  });

  test('is what calls of private models wait for, summed up over nodes whose names nobody is told', async () => {
    const all = await measured([schedule, schedule]);
    assert.deepEqual(all['hexaops_schedule_waiting_calls'], { interactive: 4, background: 2 });
    assert.deepEqual(all['hexaops_schedule_nodes'], { up: 4, down: 2 });
    assert.deepEqual(all['hexaops_schedule_slots'], { taken: 6, free: 18 });
    assert.equal(all['hexaops_schedule_events']?.['dispatched'], 20);
    assert.doesNotMatch(JSON.stringify(all), /host/);
  });
});
