import { createHash } from 'node:crypto';
import type { AuditEntry } from '../extension/audit.ts';

/** Of the details of one entry, as JSON in UTF-8. */
export const detailsBytes = 65_536;
/** What is kept of a value that is cut. */
const beginningCharacters = 1_024;

/** What stands for a value that was too large: what it began with, and by what it can be known again. */
export interface CutDetails {
  readonly truncated: true;
  readonly bytes: number;
  /** Of its JSON, hexadecimal. */
  readonly sha256: string;
  readonly beginning: string;
}

/**
 * The entry with details that fit: the largest of them are cut first, each with a mark. It is done before the entry is
 * chained and nowhere after, so that what is delivered is what its hash is over.
 */
export function boundEntry(entry: AuditEntry): AuditEntry {
  let room = sizeOf(entry.details) - detailsBytes;
  if (room <= 0) return entry;
  const details: Record<string, unknown> = { ...entry.details };
  const largest = Object.entries(details)
    .map(([key, value]) => ({ key, value, bytes: sizeOf(value) }))
    .sort((left, right) => right.bytes - left.bytes);
  for (const { key, value, bytes } of largest) {
    if (room <= 0) break;
    details[key] = cut(value);
    room -= bytes - sizeOf(details[key]);
  }
  return { ...entry, details: room <= 0 ? details : { ...cut(entry.details) } };
}

function cut(value: unknown): CutDetails {
  const text = textOf(value);
  return {
    truncated: true,
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
    beginning: text.slice(0, beginningCharacters).toWellFormed(),
  };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(textOf(value));
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
