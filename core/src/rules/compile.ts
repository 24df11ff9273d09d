import { unknownName } from '../errors.ts';
import type { Schema } from '../extension/schema.ts';
import { type Stage, stages } from './actions/action.ts';
import { compileRule, type StageContext } from './compile-rule.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { type Evaluation, evaluateRules, type FiredRule } from './evaluate.ts';
import { environmentFor } from './expression/environment.ts';
import { type Explanation, explainRule } from './explain.ts';
import type { FactSchemas } from './condition/fact-schema.ts';
import { decideGuard, type GuardDecision } from './guard.ts';
import { type RuleIssue, rulesInvalid } from './set/issue.ts';
import { compareRules } from './order.ts';
import type { RuleFact, RuleSet } from './set/rule-set.ts';
import { positionOf } from './set/source.ts';
import { shapeErrors } from './set/validate.ts';

export interface CompileOptions {
  /** With a schema for its stage, names and types in a rule are checked; without, every name is allowed. */
  readonly schemas?: FactSchemas;
}

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

/**
 * Compiles rule sets. All mistakes of all sets are raised together as one `rules-invalid`, with file, line and column
 * where the sets were read by `parseRuleSets`.
 */
export function compileRules(sets: readonly RuleSet[], options: CompileOptions = {}): CompiledRules {
  const issues: RuleIssue[] = [];
  const contexts = new Map<Stage, StageContext>();
  const contextOf = (stage: Stage): StageContext => {
    const schema: Schema | undefined = options.schemas?.[stage];
    const context = contexts.get(stage) ?? { schema, environment: environmentFor(schema) };
    contexts.set(stage, context);
    return context;
  };
  const rules = sets.flatMap((set) => compileSet(set, contextOf, (issue) => issues.push(issue)));
  issues.push(...duplicates(sets));
  if (issues.length > 0) throw rulesInvalid(issues);
  return new RuleSnapshotContent(rules);
}

type Key = string | number;

function compileSet(
  set: RuleSet,
  contextOf: (stage: Stage) => StageContext,
  report: (issue: RuleIssue) => void,
): readonly CompiledRule[] {
  const issue = (path: readonly Key[], message: string, nextStep: string, offset?: number): void =>
    report({ ...positionOf(set, path, offset), ...ruleAt(set, path), path: formatKeys(path), message, nextStep });
  const errors = shapeErrors(set);
  for (const { path, message, nextStep } of errors) issue(path, message, nextStep);
  if (errors.length > 0) return [];
  const context = contextOf(set.stage);
  return set.rules.map((rule, index) =>
    compileRule(set, rule, context, (path, message, nextStep, offset) =>
      issue(['rules', index, ...path], message, nextStep, offset),
    ),
  );
}

function ruleAt(set: RuleSet, [key, index]: readonly Key[]): { readonly rule?: string } {
  const id: unknown = key === 'rules' && typeof index === 'number' ? set.rules[index]?.id : undefined;
  return typeof id === 'string' ? { rule: id } : {};
}

function formatKeys(path: readonly Key[]): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
}

/** Two rules that one workspace sees must not share an id. Sets of wrong shape are left out. */
function duplicates(sets: readonly RuleSet[]): readonly RuleIssue[] {
  const issues: RuleIssue[] = [];
  const workspacesOf = new Map<string, (string | undefined)[]>();
  for (const set of sets) {
    if (!Array.isArray(set?.rules)) continue;
    for (const [index, rule] of set.rules.entries()) {
      if (typeof rule?.id !== 'string') continue;
      const seen = workspacesOf.get(rule.id) ?? [];
      if (seen.some((other) => other === undefined || set.workspace === undefined || other === set.workspace)) {
        const path: readonly Key[] = ['rules', index, 'id'];
        const message = `another rule has the id "${rule.id}"`;
        issues.push({
          ...positionOf(set, path),
          rule: rule.id,
          path: formatKeys(path),
          message,
          nextStep: 'rename one of them',
        });
      }
      workspacesOf.set(rule.id, [...seen, set.workspace]);
    }
  }
  return issues;
}

class RuleSnapshotContent implements CompiledRules {
  readonly #rules: readonly CompiledRule[];
  readonly #byId: ReadonlyMap<string, readonly CompiledRule[]>;
  readonly #shared: ReadonlyMap<Stage, readonly CompiledRule[]>;
  readonly #byWorkspace: ReadonlyMap<string, ReadonlyMap<Stage, readonly CompiledRule[]>>;

  constructor(rules: readonly CompiledRule[]) {
    this.#rules = rules.toSorted(compareRules);
    this.#byId = Map.groupBy(this.#rules, ({ id }) => id);
    this.#shared = Map.groupBy(
      this.#rules.filter(({ workspace }) => workspace === undefined),
      ({ stage }) => stage,
    );
    this.#byWorkspace = new Map(
      [...Map.groupBy(this.#rules, ({ workspace }) => workspace ?? '')]
        .filter(([workspace]) => workspace !== '')
        .map(([workspace, own]) => [workspace, Map.groupBy(own, ({ stage }) => stage)]),
    );
  }

  evaluate(stage: Stage, fact: RuleFact): readonly string[] {
    return this.assess(stage, fact).fired.map(({ id }) => id);
  }

  fired<S extends Stage>(stage: S, fact: RuleFact): readonly FiredRule<S>[] {
    return this.assess(stage, fact).fired;
  }

  first<S extends Stage>(stage: S, fact: RuleFact): FiredRule<S> | undefined {
    return this.fired(stage, fact)[0];
  }

  dryRun<S extends Stage>(stage: S, fact: RuleFact): readonly FiredRule<S>[] {
    return this.assess(stage, fact).dryRun;
  }

  assess<S extends Stage>(stage: S, fact: RuleFact): Evaluation<S> {
    if (!stages.includes(stage)) throw unknownName('input-invalid', 'stage', stage, stages);
    const shared = evaluateRules(rulesOf(this.#shared, stage), fact);
    const workspace = fact['workspace'];
    const own = typeof workspace === 'string' ? this.#byWorkspace.get(workspace) : undefined;
    if (own === undefined) return shared;
    const added = evaluateRules(rulesOf(own, stage), fact);
    return {
      fired: [...shared.fired, ...added.fired].sort(compareRules),
      dryRun: [...shared.dryRun, ...added.dryRun].sort(compareRules),
      unknown: [...shared.unknown, ...added.unknown],
      errors: [...shared.errors, ...added.errors],
    };
  }

  decide(fact: RuleFact): GuardDecision {
    return decideGuard(this.assess('guard', fact), fact);
  }

  explain(id: string, fact: RuleFact): Explanation {
    const named = this.#byId.get(id) ?? [];
    const rule = named.find(({ workspace }) => workspace === fact['workspace']) ?? named[0];
    if (rule !== undefined) return explainRule(rule, fact);
    throw unknownName('not-found', 'rule', id, [...this.#byId.keys()]);
  }

  rules<S extends Stage>(stage?: S): readonly CompiledRule<S>[] {
    const found = stage === undefined ? this.#rules : this.#rules.filter((rule) => rule.stage === stage);
    return found as readonly CompiledRule<S>[];
  }
}

function rulesOf<S extends Stage>(
  byStage: ReadonlyMap<Stage, readonly CompiledRule[]>,
  stage: S,
): readonly CompiledRule<S>[] {
  return (byStage.get(stage) ?? []) as readonly CompiledRule<S>[];
}
