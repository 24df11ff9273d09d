#!/usr/bin/env node
import { exitCode } from './exit-code.ts';
import { isBrokenPipe, processIo } from './io.ts';
import { run } from './program.ts';

const { env, argv, stdout, stderr } = process;
// `npm run hexaops` starts in the repository's root; a path that a person wrote is from where they are.
if (import.meta.filename.endsWith('.ts') && env['npm_lifecycle_event'] === 'hexaops') {
  process.chdir(env['INIT_CWD'] ?? '.');
}
for (const stream of [stdout, stderr]) {
  // Every other error is the writing command's, which reports it.
  stream.on('error', (error) => {
    if (isBrokenPipe(error)) process.exit(exitCode.done);
  });
}
process.exitCode = await run(argv.slice(2), processIo());
