import type { CompiledRules, RuleFact, Stage } from '../rules/index.ts';
import type { RunContext } from './run-context.ts';

/**
 * The rules, as a run asks them: those with `mode: dryRun` that would fire are told to the hook `ruleTried`, each once for
 * what is asked, and change nothing. Where nobody hears it, or no rule is tried, nothing more is evaluated than without.
 */
export function rulesOf({ parts, hookContext }: RunContext, step?: string): CompiledRules {
  const rules = parts.rules();
  const { ruleTried } = parts.hooks;
  if (!ruleTried.isUsed() || !triesSome(rules)) return rules;
  const told = new Set<string>();
  const tell = (stage: Stage, fact: RuleFact) => {
    for (const { id, actions } of rules.dryRun(stage, fact)) {
      if (told.has(id)) continue;
      told.add(id);
      const would = [...new Set(actions.flatMap((action) => Object.keys(action)))];
      const tried = { rule: id, stage, would, ...(step === undefined ? {} : { step }) };
      ruleTried.promise(tried, hookContext).catch(() => undefined);
    }
  };
  return {
    evaluate(stage, fact) {
      tell(stage, fact);
      return rules.evaluate(stage, fact);
    },
    fired(stage, fact) {
      tell(stage, fact);
      return rules.fired(stage, fact);
    },
    first(stage, fact) {
      tell(stage, fact);
      return rules.first(stage, fact);
    },
    assess(stage, fact) {
      tell(stage, fact);
      return rules.assess(stage, fact);
    },
    decide(fact) {
      tell('guard', fact);
      return rules.decide(fact);
    },
    dryRun: (stage, fact) => rules.dryRun(stage, fact),
    explain: (id, fact) => rules.explain(id, fact),
    rules: (stage) => rules.rules(stage),
  };
}

/** By snapshot: there may be thousands of rules, and each tool asks. */
const tries = new WeakMap<CompiledRules, boolean>();

function triesSome(rules: CompiledRules): boolean {
  const known = tries.get(rules) ?? rules.rules().some(({ mode }) => mode === 'dryRun');
  tries.set(rules, known);
  return known;
}
