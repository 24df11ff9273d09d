#!/usr/bin/env node
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createPlugin, RefusedError } from './create.ts';
import { isKind, kinds } from './kinds.ts';

const usage = `npm create hexaops-plugin NAME -- --kind KIND [--directory FOLDER]

${Object.entries(kinds)
  .map(([kind, { description }]) => `  ${kind.padEnd(9)} ${description}`)
  .join('\n')}
`;

try {
  const { values, positionals } = parse();
  if (values.help === true) process.stdout.write(usage);
  else await create(positionals, values.kind, values.directory);
} catch (error) {
  if (!(error instanceof RefusedError)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { kind: { type: 'string' }, directory: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (cause) {
    throw new RefusedError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function create(names: readonly string[], kind = 'tool', directory?: string): Promise<void> {
  const [name] = names;
  if (name === undefined || names.length > 1) throw new RefusedError('say one name for the plugin');
  if (!isKind(kind)) throw new RefusedError(`there is no kind "${kind}": use one of ${Object.keys(kinds).join(', ')}`);
  const folder = directory ?? name.replace(/^@[^/]*\//, '');
  const files = await createPlugin({ name, kind, directory: resolve(folder) });
  process.stdout.write(
    `${folder}: a plugin of kind "${kind}", ${files.length} files. Now:\n\n  cd ${folder}\n  npm install\n  npm test\n  npm run dev\n`,
  );
}
