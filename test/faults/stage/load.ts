import { setTimeout as delay } from 'node:timers/promises';
import { EventStream } from './event-stream.ts';
import type { ServiceStage } from './service-stage.ts';

/** One question of a client, and what became of it. */
export interface Asked {
  readonly stream: EventStream;
  readonly token: string;
  /** By `performance.now()`: when it was sent, and when its stream ended. */
  readonly at: number;
  readonly endedAt: number;
}

/** Clients that ask one question after another until they are told to stop. */
export async function askUntil(
  stage: ServiceStage,
  clients: number,
  over: AbortSignal,
  message = 'list nodes',
): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const client = async () => {
    const token = await stage.token();
    while (!over.aborted) {
      const at = performance.now();
      const stream = new EventStream(`${stage.service.url}/v1/chat`, token, { message });
      await stream.end;
      asked.push({ stream, token, at, endedAt: performance.now() });
      await delay(5);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return asked;
}

/** Codes of the errors that a client was told, in a problem document or in the stream's last frame. */
export function codesOf({ stream }: Asked): readonly string[] {
  return stream.errors.map((text) => {
    try {
      const { code } = JSON.parse(text) as { readonly code?: unknown };
      return typeof code === 'string' ? code : 'no code';
    } catch {
      return 'no problem document';
    }
  });
}

/**
 * Of the runs that the service has accepted (their first event came), how many are not there any more as far as the client
 * has seen them, or cannot be brought to their end.
 */
export async function countLost(stage: ServiceStage, asked: readonly Asked[]): Promise<number> {
  const queue = asked.filter(({ stream }) => stream.run !== undefined);
  let lost = 0;
  const client = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) if (!(await isKept(stage, next))) lost += 1;
  };
  await Promise.all(Array.from({ length: 8 }, client));
  return lost;
}

async function isKept(stage: ServiceStage, { stream: seen, token }: Asked): Promise<boolean> {
  const url = `${stage.service.url}/v1/chat`;
  const kept = new EventStream(`${url}?run=${seen.run}&after=0`, token);
  await kept.end;
  const known = new Set(kept.events.map((event) => JSON.stringify(event)));
  if (!seen.events.every((event) => known.has(JSON.stringify(event)))) return false;
  if (kept.events.at(-1)?.type === 'run-finished') return true;
  const resumed = new EventStream(url, token, { run_id: seen.run, resume: true });
  await resumed.end;
  const last = resumed.events.at(-1);
  return last?.type === 'run-finished' && last.status === 'completed';
}
