import type { RuleSource } from '@hexaops/core';
import { ruleDirectory } from '@hexaops/core/rules';

/** The package's own rules: what people may ask (`route`), what findings mean (`diagnose`), what needs approval (`guard`). */
export const ruleFiles: RuleSource = ruleDirectory('worker-storage', new URL('../rules/', import.meta.url));
