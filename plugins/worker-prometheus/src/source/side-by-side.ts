import { HexaopsError, messageOf, type UnavailableSource } from '@hexaops/core';

/** What several readings came to, in their order, and which could not be read. */
export interface SideBySide<T> {
  readonly read: readonly T[];
  readonly unavailable: readonly UnavailableSource[];
}

/**
 * Reads each by its name, all at once. Raises what is no failure of a source, and the first reason where nothing at all could
 * be read.
 */
export async function sideBySide<T>(
  names: readonly string[],
  reading: (name: string) => Promise<T>,
  signal: AbortSignal,
): Promise<SideBySide<T>> {
  const results = await Promise.allSettled(names.map(reading));
  const failed = results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ name: names[index] ?? '', error: result.reason as unknown }] : [],
  );
  const read = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const decisive = failed.find(({ error }) => !HexaopsError.is(error) || signal.aborted);
  const raised = decisive ?? (read.length === 0 ? failed[0] : undefined);
  if (raised !== undefined) throw raised.error;
  return {
    read,
    unavailable: failed.map(({ name, error }) => ({ source: `prometheus: ${name}`, reason: messageOf(error) })),
  };
}
