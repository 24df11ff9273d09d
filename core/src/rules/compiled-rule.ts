import type { ActionOf, Stage } from './actions/action.ts';
import type { Condition } from './condition/condition.ts';
import type { TextMatcher } from './language/text-matcher.ts';
import type { Layer, Mode, Rule } from './set/rule-set.ts';

/** A rule as it is evaluated. Immutable. */
export interface CompiledRule<S extends Stage = Stage> {
  readonly id: string;
  readonly description: string | undefined;
  readonly stage: S;
  readonly layer: Layer;
  /** The rule sees facts of this workspace only. */
  readonly workspace: string | undefined;
  readonly priority: number;
  readonly mode: Mode;
  /** What becomes of the rule where its plan needs a tool that is not installed. */
  readonly missingTools: 'refuse' | 'skip';
  readonly final: boolean;
  /** A conjunction, the cheap conditions first. */
  readonly conditions: readonly Condition[];
  /** How many conditions it has: of two rules that fire, the one that asks for more comes first. */
  readonly specificity: number;
  /** What takes captures out of the text, where the rule has such. */
  readonly text: TextMatcher | undefined;
  readonly actions: readonly ActionOf<S>[];
  readonly coolDownMilliseconds: number | undefined;
  readonly tests: NonNullable<Rule['tests']>;
}
