import { unknownName } from '../errors.ts';
import { type Stage, stages } from './actions/action.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { type Evaluation, evaluateRules, fire, type FiredRule, testRules } from './evaluate.ts';
import { type Explanation, RuleExplainer } from './explain.ts';
import { decideGuard, type GuardDecision } from './guard.ts';
import { compareRules } from './order.ts';
import { listsByWorkspace, type RuleList } from './rule-list.ts';
import type { RuleFact } from './set/rule-set.ts';

/** An immutable snapshot of rules, ready for any number of facts. */
export interface CompiledRules {
  /** Ids of the rules that fire, in order. Rules with `mode: dryRun` are never among them. */
  evaluate(stage: Stage, fact: RuleFact): readonly string[];
  fired<S extends Stage>(stage: S, fact: RuleFact): readonly FiredRule<S>[];
  /** The first that fires: the one that counts for `route` and `model`. */
  first<S extends Stage>(stage: S, fact: RuleFact): FiredRule<S> | undefined;
  /** Rules with `mode: dryRun` that would fire. */
  dryRun<S extends Stage>(stage: S, fact: RuleFact): readonly FiredRule<S>[];
  /** All of the above, and the rules that lacked a field or failed. */
  assess<S extends Stage>(stage: S, fact: RuleFact): Evaluation<S>;
  /** What the guard rules say together. */
  decide(fact: RuleFact): GuardDecision;
  /** Raises `not-found` for an id that no rule has. `workspace` in the fact chooses among workspaces' rules. */
  explain(id: string, fact: RuleFact): Explanation;
  /** The rules of a stage in order, or all rules. */
  rules<S extends Stage>(stage?: S): readonly CompiledRule<S>[];
}

/** For each stage one index of the rules that all workspaces share, and a small one for each workspace. */
export class IndexedRules implements CompiledRules {
  readonly #rules: readonly CompiledRule[];
  readonly #byId: ReadonlyMap<string, readonly RuleExplainer[]>;
  readonly #lists: ReadonlyMap<Stage, ReadonlyMap<string | undefined, RuleList>>;

  constructor(rules: readonly CompiledRule[]) {
    this.#rules = rules.toSorted(compareRules);
    this.#byId = Map.groupBy(
      this.#rules.map((rule) => new RuleExplainer(rule)),
      ({ rule }) => rule.id,
    );
    const byStage = Map.groupBy(this.#rules, ({ stage }) => stage);
    this.#lists = new Map([...byStage].map(([stage, own]) => [stage, listsByWorkspace(stage, own)]));
  }

  evaluate(stage: Stage, fact: RuleFact): readonly string[] {
    const lists = this.#listsFor(stage, fact);
    const [only, another] = lists;
    if (only === undefined) return [];
    if (another === undefined && !only.weighted) return only.firedIds(fact);
    return this.fired(stage, fact).map(({ id }) => id);
  }

  fired<S extends Stage>(stage: S, fact: RuleFact): readonly FiredRule<S>[] {
    return this.#fired(stage, fact, 'enforce');
  }

  first<S extends Stage>(stage: S, fact: RuleFact): FiredRule<S> | undefined {
    return this.fired(stage, fact)[0];
  }

  dryRun<S extends Stage>(stage: S, fact: RuleFact): readonly FiredRule<S>[] {
    return this.#fired(stage, fact, 'dryRun');
  }

  assess<S extends Stage>(stage: S, fact: RuleFact): Evaluation<S> {
    const all = this.#listsFor(stage, fact).map((list) => evaluateRules(list.undecided(fact), fact));
    return {
      fired: all.flatMap(({ fired }) => fired).sort(compareRules),
      dryRun: all.flatMap(({ dryRun }) => dryRun).sort(compareRules),
      unknown: all.flatMap(({ unknown }) => unknown),
      errors: all.flatMap(({ errors }) => errors),
    };
  }

  decide(fact: RuleFact): GuardDecision {
    return decideGuard(this.assess('guard', fact), fact);
  }

  explain(id: string, fact: RuleFact): Explanation {
    const named = this.#byId.get(id) ?? [];
    const explainer = named.find(({ rule }) => rule.workspace === fact['workspace']) ?? named[0];
    if (explainer !== undefined) return explainer.explain(fact);
    throw unknownName('not-found', 'rule', id, [...this.#byId.keys()]);
  }

  rules<S extends Stage>(stage?: S): readonly CompiledRule<S>[] {
    const found = stage === undefined ? this.#rules : this.#rules.filter((rule) => rule.stage === stage);
    return found as readonly CompiledRule<S>[];
  }

  #fired<S extends Stage>(stage: S, fact: RuleFact, mode: CompiledRule['mode']): readonly FiredRule<S>[] {
    const result: FiredRule<S>[] = [];
    for (const list of this.#listsFor(stage, fact)) {
      testRules(list.candidates(fact), fact, (rule, outcome) => {
        const fired = rule.mode === mode ? fire(rule, outcome, fact) : undefined;
        if (fired !== undefined) result.push(fired);
      });
    }
    return result.sort(compareRules);
  }

  /** The rules that see the fact: those of all workspaces, then those of its own. */
  #listsFor<S extends Stage>(stage: S, fact: RuleFact): readonly RuleList<S>[] {
    const byWorkspace = this.#lists.get(stage);
    if (byWorkspace === undefined) {
      if (stages.includes(stage)) return [];
      throw unknownName('input-invalid', 'stage', stage, stages);
    }
    const workspace = fact['workspace'];
    const shared = byWorkspace.get(undefined);
    const own = typeof workspace === 'string' ? byWorkspace.get(workspace) : undefined;
    const lists: RuleList[] = [];
    if (shared !== undefined) lists.push(shared);
    if (own !== undefined) lists.push(own);
    return lists as readonly RuleList[] as readonly RuleList<S>[];
  }
}
