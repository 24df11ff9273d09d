import { readFile } from 'node:fs/promises';
import type { AuditEntry, ModelExchange, RunEvent } from '@hexaops/core';

/** A run as it was once, with all that its projections are made of. Written by `record.ts`. */
export interface RecordedRun {
  readonly events: readonly RunEvent[];
  readonly exchanges: readonly ModelExchange[];
  readonly audit: readonly AuditEntry[];
}

export const recordedFile = new URL('recorded-run.json', import.meta.url);

export async function recordedRun(): Promise<RecordedRun> {
  return JSON.parse(await readFile(recordedFile, 'utf8')) as RecordedRun;
}
