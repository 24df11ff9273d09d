import { basename } from 'node:path';
import type { ClusterObject, Supplements } from '../../cluster/index.ts';

const named = /(\d{4})-(\d\d)-(\d\d)T(\d\d)[_:](\d\d)[_:](\d\d)/;

/**
 * When a bundle was collected, from the best witness that it has: its own record, its name
 * (`support-bundle-2026-03-01T12_00_00`), the newest time that the cluster itself wrote, the time of its files.
 */
export function collectedAtOf(
  names: readonly string[],
  { collection }: Supplements,
  objects: readonly ClusterObject[],
  newestFile: Date | undefined,
): Date {
  if (collection?.collectedAt !== undefined) return collection.collectedAt;
  for (const name of names) {
    const [, year, month, day, hour, minute, second] = named.exec(basename(name)) ?? [];
    if (year !== undefined) return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  }
  let newest = NaN;
  for (const object of objects) {
    for (const time of timesOf(object)) {
      const milliseconds = Date.parse(time);
      if (!(milliseconds <= newest) && !Number.isNaN(milliseconds)) newest = milliseconds;
    }
  }
  return Number.isNaN(newest) ? (newestFile ?? new Date()) : new Date(newest);
}

/** Times that were the present when they were written. */
function timesOf(object: ClusterObject): string[] {
  const { creationTimestamp } = object.metadata;
  const times = [creationTimestamp];
  if (object.kind === 'Event') times.push(object.lastTimestamp, object.eventTime, object.series?.lastObservedTime);
  if (object.kind === 'Lease') times.push(object.spec?.renewTime);
  if (object.kind === 'Node')
    for (const condition of object.status?.conditions ?? []) times.push(condition.lastHeartbeatTime);
  return times.filter((time) => time !== undefined);
}
