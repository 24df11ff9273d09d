import { HexaopsError } from '@hexaops/core';

const decisive: ReadonlySet<string> = new Set([
  'cancelled',
  'control-plane-refuses-token',
  'deadline-exceeded',
  'reauthentication-required',
]);

/** What ends a whole call: no other object will fare better, or the caller has to act. */
export function isDecisive(error: unknown): boolean {
  return !HexaopsError.is(error) || decisive.has(error.code);
}

/** Undefined for what could not be read; raises what ends a whole call. */
export function unlessDecisive(error: unknown): undefined {
  if (isDecisive(error)) throw error;
}
