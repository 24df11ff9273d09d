import assert from 'node:assert/strict';
import type { Memory } from './processes/memory.ts';
import type { Program } from './processes/program.ts';
import type { Opening } from './readers.ts';
import type { Stage } from './stage.ts';

export interface StreamsResult {
  readonly open: number;
  /** Of the service's process, for one stream and the run that it tells of. */
  readonly residentBytes: number;
  readonly heldBytes: number;
}

const warmUp = 500;
const concurrency = 64;

/** Opens that many streams, each of a run of its own that goes on, and holds them all. */
export async function measureOpenStreams(stage: Stage, service: Program, count: number): Promise<StreamsResult> {
  const readers = await stage.program('readers');
  await open(stage, service, readers, warmUp);
  const before = await service.ask<Memory>('memory');
  await open(stage, service, readers, count - warmUp);
  const after = await service.ask<Memory>('memory');
  const held = await readers.ask<number>('count');
  const waiting = await service.ask<number>('held');
  assert.deepEqual([held, waiting], [count, count], 'every stream is open, and its run goes on');
  const added = count - warmUp;
  return {
    open: held,
    residentBytes: (after.resident - before.resident) / added,
    heldBytes: (after.held - before.held) / added,
  };
}

async function open(stage: Stage, service: Program, readers: Program, count: number): Promise<void> {
  const url = await service.ask<string>('url');
  const tokens = await stage.tokens({ count });
  const openings = tokens.map((token, index): Opening => {
    const body = JSON.stringify({ message: 'hold' });
    return { url, method: 'POST', path: '/v1/chat', token, body, localAddress: `127.0.0.${2 + (index % 8)}` };
  });
  assert.equal(await readers.ask<number>('open', { openings, concurrency }), count, 'every stream has begun');
}
