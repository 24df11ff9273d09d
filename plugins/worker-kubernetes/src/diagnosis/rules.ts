import { type CompiledRules, compileRules, type RuleSet } from '@hexaops/core/rules';
import { ruleFiles } from '../rule-files.ts';

/** The rule sets of stage `diagnose` that come with this plugin. */
export async function loadDiagnoseRuleSets(signal: AbortSignal): Promise<readonly RuleSet[]> {
  return (await ruleFiles.load(signal)).filter(({ stage }) => stage === 'diagnose');
}

/** Compiled, for who diagnoses without an engine. */
export async function loadDiagnoseRules(signal: AbortSignal): Promise<CompiledRules> {
  return compileRules(await loadDiagnoseRuleSets(signal));
}
