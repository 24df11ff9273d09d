/** Loaded with `--import` into a process whose awaits are to be counted: strips types from the project's own sources, and instruments them. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instrumentAwaits } from './awaits.ts';
import { Hits } from './hits.ts';
import { answerCommands } from './commands.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const product = /^(?:core|runtime|plugins\/[^/]+)\/src\/(?!.*\.test\.ts$).*\.ts$/;
/** Where what was made of a source is kept for the next process. */
const cache = process.env['HEXAOPS_INSTRUMENTED'];

const hits = new Hits();
hits.install();
answerCommands(hits);

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:')) return nextLoad(url, context);
    const file = relative(root, fileURLToPath(url));
    if (!product.test(file)) return nextLoad(url, context);
    return { format: 'module', source: instrumented(fileURLToPath(url), file), shortCircuit: true };
  },
});

function instrumented(path: string, file: string): string {
  if (cache === undefined) return instrument(path, file);
  const kept = join(cache, `${createHash('sha256').update(file).digest('hex')}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const code = instrument(path, file);
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${kept}.${process.pid}`, code);
    renameSync(`${kept}.${process.pid}`, kept);
    return code;
  }
}

function instrument(path: string, file: string): string {
  return instrumentAwaits(stripTypeScriptTypes(readFileSync(path, 'utf8')), file).code;
}
