#!/usr/bin/env node
import { exitCode } from './exit-code.ts';
import { isBrokenPipe, processIo } from './io.ts';
import { run } from './program.ts';

for (const stream of [process.stdout, process.stderr]) {
  // Every other error is the writing command's, which reports it.
  stream.on('error', (error) => {
    if (isBrokenPipe(error)) process.exit(exitCode.done);
  });
}
process.exitCode = await run(process.argv.slice(2), processIo());
