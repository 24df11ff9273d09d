import { HexaopsError, messageOf } from '@hexaops/core';
import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/** Says what went wrong and what to do about it on standard error. Nothing is printed of an error's cause but its message. */
export function reportError(io: Io, error: unknown): ExitCode {
  if (!HexaopsError.is(error)) {
    io.stderr.write(`hexaops: ${messageOf(error)}\n`);
    return exitCode.internal;
  }
  const { code, message, nextStep } = error;
  io.stderr.write(`hexaops: ${message} (${code})\n${nextStep === undefined ? '' : `  ${nextStep}\n`}`);
  return code === 'internal' ? exitCode.internal : exitCode.refused;
}
