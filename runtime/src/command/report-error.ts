import { HexaopsError, messageOf } from '@hexaops/core';
import type { ExitCode } from './exit-code.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { printableLines } from './presentation/printable.ts';

/** Says what went wrong and what to do about it on standard error. Of an error's cause nothing is printed, nor a stack. */
export function reportError(io: Io, error: unknown): ExitCode {
  if (!HexaopsError.is(error)) {
    io.stderr.write(`hexaops: ${printableLines(messageOf(error))}\n`);
    return exitCode.internal;
  }
  const { code, message, nextStep } = error;
  const advice = nextStep === undefined || nextStep === '' ? '' : `  ${printableLines(nextStep)}\n`;
  io.stderr.write(`hexaops: ${printableLines(message)} (${code})\n${advice}`);
  return code === 'internal' ? exitCode.internal : exitCode.refused;
}
