import { changeRules } from '../guard/change-rules.ts';
import { investigationRules } from '../investigations/rules.ts';
import type { RuleSet } from '../rules/index.ts';

/** Of every engine, and of one that looks into alerts. */
export interface EngineRules {
  readonly always: readonly RuleSet[];
  readonly ofInvestigations: readonly RuleSet[];
}

/** The rules that the engine itself brings, whatever its plugins are. Their ids are taken, and stand in answers and records. */
export const engineRules: EngineRules = { always: [changeRules], ofInvestigations: [investigationRules] };
