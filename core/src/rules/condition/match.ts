import { messageOf } from '../../errors.ts';
import type { Atom } from './atom.ts';
import type { Condition } from './condition.ts';
import { compileTextMatcher } from '../language/text-matcher.ts';
import { type Path, parsePath } from './path.ts';
import { compilePatternTest, compileWords } from './pattern.ts';
import type { FieldConditions, MatchValue, Rule, Scalar, TextConditions } from '../set/rule-set.ts';

/** Where in `match` a mistake is, and what it is. */
export type Report = (path: readonly string[], message: string, nextStep: string) => void;

/** Turns `match` into conditions; mistakes are reported, and their conditions left out. */
export function compileMatch(match: Rule['match'] = {}, report: Report): readonly Condition[] {
  return Object.entries(match).flatMap(([field, value]) => compileField(field, value, report));
}

function compileField(field: string, value: MatchValue, report: Report): readonly Condition[] {
  const path = parsePath(field);
  if (path === undefined) {
    report([field], `"${field}" is no path`, 'write a.b.c, or a["b/c"] for other names');
    return [];
  }
  if (Array.isArray(value)) return [atomic({ path, operator: 'in', operand: value as readonly Scalar[] })];
  if (typeof value !== 'object' || value === null) return [atomic({ path, operator: 'equals', operand: value })];
  const { phrases, pattern, captures, ...conditions } = value as TextConditions;
  const written = Object.entries(conditions).map(([operator, operand]): Condition | undefined => {
    try {
      return atomic(compileAtom(path, operator as keyof FieldConditions, operand));
    } catch (error) {
      report([field, operator], messageOf(error), 'write RE2: no look-around and no back-references');
      return undefined;
    }
  });
  const text =
    phrases === undefined && pattern === undefined
      ? undefined
      : compileTextMatcher(value as TextConditions, (part, message, nextStep) =>
          report([field, ...part], message, nextStep),
        );
  if (text === undefined && captures !== undefined) {
    report([field, 'captures'], 'captures belong to phrases or a pattern', 'add phrases');
  }
  return [...written, text && ({ kind: 'text', source: 'match', matcher: text } as const)].filter(
    (condition) => condition !== undefined,
  );
}

function atomic(atom: Atom): Condition {
  return { kind: 'atom', source: 'match', atom };
}

/** The operand has passed the JSON Schema. Throws for a pattern that is not RE2. */
function compileAtom(path: Path, operator: keyof FieldConditions, operand: unknown): Atom {
  if (operator === 'matches')
    return { path, operator, operand: operand as string, pattern: compilePatternTest(operand as string) };
  if (operator === 'words')
    return { path, operator, operand: operand as string[], pattern: compileWords(operand as string[]) };
  return { path, operator, operand } as Atom;
}
