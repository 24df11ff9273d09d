import { type Atom, testAtom } from './atom.ts';
import type { Evaluate, Frame } from '../expression/frame.ts';
import type { TextMatcher } from '../language/text-matcher.ts';
import { formatPath, type Path } from './path.ts';
import { asOutcome, type Outcome } from './verdict.ts';

/** One member of a rule's conjunction. */
export type Condition =
  | { readonly kind: 'atom'; readonly source: ConditionSource; readonly atom: Atom }
  /** What has no simpler form. `paths` are the fields that it reads. */
  | {
      readonly kind: 'expression';
      readonly source: ConditionSource;
      readonly text: string;
      readonly paths: readonly Path[];
      readonly evaluate: Evaluate;
    }
  | { readonly kind: 'text'; readonly source: ConditionSource; readonly matcher: TextMatcher };

export type ConditionSource = 'match' | 'when';

export function testCondition(condition: Condition, frame: Frame): Outcome {
  switch (condition.kind) {
    case 'atom':
      return condition.atom.operator === 'matches' || condition.atom.operator === 'words'
        ? testPattern(condition.atom, frame)
        : testAtom(condition.atom, frame.fact);
    case 'expression':
      return asOutcome(condition.evaluate(frame));
    default:
      return condition.matcher.test(frame.fact);
  }
}

function testPattern(atom: Atom, frame: Frame): Outcome {
  frame.outcomes ??= new Map();
  const known = frame.outcomes.get(atom);
  if (known !== undefined) return known;
  const outcome = testAtom(atom, frame.fact);
  frame.outcomes.set(atom, outcome);
  return outcome;
}

/** For people: `replicas atLeast 3`. */
export function formatCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'atom': {
      const { path, operator, operand } = condition.atom;
      return `${formatPath(path)} ${operator} ${JSON.stringify(operand)}`;
    }
    case 'expression':
      return condition.text;
    default:
      return condition.matcher.description;
  }
}
