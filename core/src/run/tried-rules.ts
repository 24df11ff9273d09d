import type { Hooks, TriedContext } from '../hooks/hooks.ts';
import type { CompiledRules, RuleFact, Stage } from '../rules/index.ts';
import type { RunContext } from './run-context.ts';

/** Where rules are asked, for those who hear of the tried ones. */
interface Asked {
  readonly hooks: Pick<Hooks, 'ruleTried'>;
  readonly context: TriedContext;
  readonly step?: string | undefined;
}

/** The rules, as a run asks them: `tellingTried`. */
export function rulesOf({ parts, hookContext }: RunContext, step?: string): CompiledRules {
  return tellingTried(parts.rules(), { hooks: parts.hooks, context: hookContext, step });
}

/** Tells of rules of a stage that somebody else asks: those with `mode: dryRun` that would fire. */
export function tellTried({ parts, hookContext }: RunContext, stage: Stage, fact: RuleFact): void {
  const rules = parts.rules();
  const asked = { hooks: parts.hooks, context: hookContext };
  if (isWorthTelling(rules, asked)) tell(rules, asked, stage, fact, new Set());
}

/**
 * The rules, of which those with `mode: dryRun` that would fire are told to the hook `ruleTried`, each once for what is asked,
 * and change nothing. Where nobody hears it, or no rule is tried, nothing more is evaluated than without.
 */
export function tellingTried(rules: CompiledRules, asked: Asked): CompiledRules {
  if (!isWorthTelling(rules, asked)) return rules;
  const told = new Set<string>();
  const telling = (stage: Stage, fact: RuleFact) => tell(rules, asked, stage, fact, told);
  return {
    evaluate(stage, fact) {
      telling(stage, fact);
      return rules.evaluate(stage, fact);
    },
    fired(stage, fact) {
      telling(stage, fact);
      return rules.fired(stage, fact);
    },
    first(stage, fact) {
      telling(stage, fact);
      return rules.first(stage, fact);
    },
    assess(stage, fact) {
      telling(stage, fact);
      return rules.assess(stage, fact);
    },
    decide(fact) {
      telling('guard', fact);
      return rules.decide(fact);
    },
    dryRun: (stage, fact) => rules.dryRun(stage, fact),
    explain: (id, fact) => rules.explain(id, fact),
    rules: (stage) => rules.rules(stage),
  };
}

function tell(rules: CompiledRules, asked: Asked, stage: Stage, fact: RuleFact, told: Set<string>): void {
  const { hooks, context, step } = asked;
  for (const { id, actions } of rules.dryRun(stage, fact)) {
    if (told.has(id)) continue;
    told.add(id);
    const would = [...new Set(actions.flatMap((action) => Object.keys(action)))];
    const tried = { rule: id, stage, would, ...(step === undefined ? {} : { step }) };
    hooks.ruleTried.promise(tried, context).catch(() => undefined);
  }
}

function isWorthTelling(rules: CompiledRules, { hooks }: Asked): boolean {
  return hooks.ruleTried.isUsed() && triesSome(rules);
}

/** By snapshot: there may be thousands of rules, and each tool asks. */
const tries = new WeakMap<CompiledRules, boolean>();

function triesSome(rules: CompiledRules): boolean {
  const known = tries.get(rules) ?? rules.rules().some(({ mode }) => mode === 'dryRun');
  tries.set(rules, known);
  return known;
}
