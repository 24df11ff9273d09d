import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditBatch, AuditRecord, AuditSink } from '@hexaops/core';

/** Keeps each batch as a file of JSON lines. The same batch again is the same file again: nothing is there twice. */
export class FileSink implements AuditSink {
  readonly id = 'my-plugin';
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Settles when the batch is on the disk, and raises where it is not: the engine then comes again with the same batch. */
  async deliver({ id, records }: AuditBatch, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await mkdir(this.#directory, { recursive: true });
    const file = join(this.#directory, `${createHash('sha256').update(id).digest('hex')}.jsonl`);
    // Whoever reads sees all of a batch or nothing.
    const part = `${file}.part`;
    await using handle = await open(part, 'w', 0o600);
    await handle.writeFile(records.map((record) => `${JSON.stringify(record)}\n`).join(''), { signal });
    await handle.sync();
    await rename(part, file);
  }

  /** All that is kept, in the order of the positions. */
  async records(): Promise<readonly AuditRecord[]> {
    const files = (await readdir(this.#directory).catch(() => [])).filter((name) => name.endsWith('.jsonl'));
    const texts = await Promise.all(files.map((name) => readFile(join(this.#directory, name), 'utf8')));
    const lines = texts.flatMap((text) => text.split('\n').filter((line) => line !== ''));
    return lines.map((line) => JSON.parse(line) as AuditRecord).toSorted((a, b) => a.position - b.position);
  }
}
