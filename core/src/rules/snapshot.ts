import { type CompileOptions, compileRules } from './compile.ts';
import type { CompiledRules } from './compiled-rules.ts';
import type { RuleSet } from './set/rule-set.ts';

/** Holds the rules in use. Whoever evaluates takes `current` once and keeps to it until the answer is given. */
export interface RuleSnapshot {
  readonly current: CompiledRules;
  /** Counts the changes; for logs and traces. */
  readonly version: number;
  /**
   * Puts these sets in the place of the ones that the source gave before. Raises `rules-invalid`; then the rules in use
   * stay as they were.
   */
  update(source: string, sets: readonly RuleSet[]): void;
  /** Takes all sets of a source out. */
  remove(source: string): void;
}

export function createRuleSnapshot(options: CompileOptions = {}): RuleSnapshot {
  let setsBySource: ReadonlyMap<string, readonly RuleSet[]> = new Map();
  let current = compileRules([], options);
  let version = 0;
  const swap = (next: ReadonlyMap<string, readonly RuleSet[]>): void => {
    const compiled = compileRules([...next.values()].flat(), options);
    setsBySource = next;
    current = compiled;
    version += 1;
  };
  return {
    get current() {
      return current;
    },
    get version() {
      return version;
    },
    update: (source, sets) => swap(new Map([...setsBySource, [source, sets]])),
    remove: (source) => swap(new Map([...setsBySource].filter(([other]) => other !== source))),
  };
}
