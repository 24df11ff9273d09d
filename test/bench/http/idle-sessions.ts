import assert from 'node:assert/strict';
import type { Load, Served } from './load.ts';
import type { Memory } from './processes/memory.ts';
import type { Program } from './processes/program.ts';
import { question } from './question.ts';
import type { Stage } from './stage.ts';

const warmUp = 1_000;

/** Bytes of the service's process for one session in which a question was answered, and which nobody uses now. */
export async function measureIdleSessions(
  stage: Stage,
  client: Program,
  service: Program,
  count: number,
): Promise<{ readonly residentBytes: number; readonly heldBytes: number }> {
  await ask(stage, client, service, warmUp);
  const before = await service.ask<Memory>('memory');
  await ask(stage, client, service, count);
  const after = await service.ask<Memory>('memory');
  return {
    residentBytes: Math.max(0, after.resident - before.resident) / count,
    heldBytes: Math.max(0, after.held - before.held) / count,
  };
}

async function ask(stage: Stage, client: Program, service: Program, count: number): Promise<void> {
  const tokens = await stage.tokens({ count });
  const load: Load = { ...question, url: await service.ask<string>('url'), connections: 16, tokens };
  const { statuses } = await client.ask<Served>('run', load);
  assert.deepEqual(statuses, { 200: count });
}
