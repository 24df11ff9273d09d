import type { Stage } from './actions/action.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { actionsThatFire, type Candidate, RuleTests } from './evaluate.ts';
import type { FactTable } from './search/fact-table.ts';
import { RuleSearch } from './search/rule-search.ts';
import { Vocabulary } from './search/vocabulary.ts';
import type { RuleFact } from './set/rule-set.ts';

/** The rules of one stage in lists of those that see the same facts: of all workspaces (undefined), and of each. */
export function listsByWorkspace(
  stage: Stage,
  rules: readonly CompiledRule[],
): ReadonlyMap<string | undefined, RuleList> {
  const inUse = rules.filter(({ mode }) => mode !== 'off');
  const vocabulary = new Vocabulary();
  for (const condition of inUse.flatMap(({ conditions }) => conditions)) vocabulary.add(condition);
  const table = vocabulary.seal();
  const byWorkspace = Map.groupBy(inUse, ({ workspace }) => workspace);
  return new Map([...byWorkspace].map(([workspace, own]) => [workspace, new RuleList(stage, own, vocabulary, table)]));
}

/** Rules of one stage that see the same facts, in order. */
export class RuleList<S extends Stage = Stage> {
  /** The order of what fires depends on what a phrase took from the text. */
  readonly weighted: boolean;
  /** Rules that lack a field may fire. */
  readonly #thorough: boolean;
  readonly #rules: readonly CompiledRule<S>[];
  readonly #ids: readonly string[];
  readonly #search: RuleSearch;
  /** 1 for each rule that fires wherever the search finds it. */
  readonly #certain: Uint8Array;

  /** The conditions of the rules are in the vocabulary, whose table it is. */
  constructor(stage: S, rules: readonly CompiledRule<S>[], vocabulary: Vocabulary, table: FactTable) {
    this.#thorough = stage === 'guard';
    this.#rules = rules;
    this.#ids = rules.map(({ id }) => id);
    this.#search = new RuleSearch(
      rules.map(({ conditions }) => conditions),
      vocabulary,
      table,
    );
    this.#certain = Uint8Array.from(rules, ({ mode }, ordinal) =>
      Number(mode === 'enforce' && this.#search.remaining[ordinal]?.length === 0),
    );
    this.weighted = rules.some(({ text }) => text !== undefined);
  }

  /** In order, every rule that may fire: in `guard` also those that lack a field. */
  candidates(fact: RuleFact): readonly Candidate<S>[] {
    return this.#find(fact, this.#thorough);
  }

  /** In order, every rule that is not surely false. */
  undecided(fact: RuleFact): readonly Candidate<S>[] {
    return this.#find(fact, true);
  }

  /** Ids of the rules that fire, in order. Not for a list that is weighted. */
  firedIds(fact: RuleFact): readonly string[] {
    const { ordinals, count, exact } = this.#search.find(fact, this.#thorough);
    const fired: string[] = [];
    let tests: RuleTests | undefined;
    for (let index = 0; index < count; index++) {
      const ordinal = ordinals[index] as number;
      const certain = exact && this.#certain[ordinal] === 1;
      if (certain || this.#fires(this.#candidate(ordinal, exact), (tests ??= new RuleTests(fact)))) {
        fired.push(this.#ids[ordinal] as string);
      }
    }
    return fired;
  }

  #fires(candidate: Candidate<S>, tests: RuleTests): boolean {
    const { rule } = candidate;
    // Tested whatever its mode: what it takes of the steps of all is the same, whoever asks what fires.
    const outcome = tests.outcomeOf(candidate);
    return rule.mode === 'enforce' && actionsThatFire(rule, outcome) !== undefined;
  }

  #find(fact: RuleFact, thorough: boolean): readonly Candidate<S>[] {
    const { ordinals, count, exact } = this.#search.find(fact, thorough);
    const found: Candidate<S>[] = [];
    for (let index = 0; index < count; index++) found.push(this.#candidate(ordinals[index] as number, exact));
    return found;
  }

  #candidate(ordinal: number, exact: boolean): Candidate<S> {
    const rule = this.#rules[ordinal] as CompiledRule<S>;
    return { rule, conditions: exact ? (this.#search.remaining[ordinal] ?? rule.conditions) : rule.conditions };
  }
}
