import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleSource } from '@hexaops/core';
import { parseRuleSets, type RuleSet } from '@hexaops/core/rules';

/** The package's own rules, beside `src` and `dist` alike. */
const directory = fileURLToPath(new URL('../rules/', import.meta.url));

/** Reads `rules/**`: what people may ask (`route`), what findings mean (`diagnose`), what needs approval (`guard`). */
export const ruleFiles: RuleSource = Object.freeze({
  id: 'worker-kubernetes',
  async load(signal: AbortSignal): Promise<readonly RuleSet[]> {
    const files = (await readdir(directory, { recursive: true })).filter((file) => file.endsWith('.yaml')).sort();
    const sets = await Promise.all(
      files.map(async (file) => {
        const text = await readFile(join(directory, file), { encoding: 'utf8', signal });
        return parseRuleSets(text, join('rules', file));
      }),
    );
    return sets.flat();
  },
});
