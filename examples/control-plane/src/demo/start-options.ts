import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly bundle: string;
  readonly port: number;
  readonly controlPlanePort: number;
}

/** What `npm start` was told. Throws a plain error, in words for people, for what cannot be meant. */
export async function startOptions(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<StartOptions> {
  const { values } = parseArgs({ args: [...parameters], options: { bundle: { type: 'string' } } });
  const incident = fileURLToPath(new URL('../../incident', import.meta.url));
  // npm runs scripts from the repository's root; a path that a person wrote is from where they are.
  const bundle = values.bundle === undefined ? incident : resolve(environment['INIT_CWD'] ?? '.', values.bundle);
  await readdir(join(bundle, 'cluster-resources')).catch(() => {
    throw new Error(`There is no support bundle at ${bundle}: a directory with "cluster-resources" is expected.`);
  });
  return {
    bundle,
    port: portOf(environment, 'PORT', 8080),
    controlPlanePort: portOf(environment, 'CONTROL_PLANE_PORT', 8081),
  };
}

function portOf(environment: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = environment[name] ?? '';
  if (text === '') return otherwise;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`${name}="${text}" is no port: give a number from 0 to 65535, 0 for any that is free.`);
}
