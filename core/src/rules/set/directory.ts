import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleSource } from '../../extension/rules.ts';
import { parseRuleSets } from './source.ts';

/**
 * The rules that a package brings as files: every `.yaml` below the directory, in the order of their names. `directory` is a
 * file URL, which ends in a slash: `new URL('../rules/', import.meta.url)` finds them beside `src` and `dist` alike. Loading
 * raises `rules-invalid` with the place of each mistake.
 */
export function ruleDirectory(id: string, directory: URL): RuleSource {
  const root = fileURLToPath(directory);
  return Object.freeze({
    id,
    async load(signal: AbortSignal) {
      const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.yaml')).sort();
      const sets = await Promise.all(
        files.map(async (file) => {
          const text = await readFile(join(root, file), { encoding: 'utf8', signal });
          return parseRuleSets(text, join('rules', file));
        }),
      );
      return sets.flat();
    },
  });
}
