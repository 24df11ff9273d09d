import { equal, order } from '../expression/compare.ts';
import { Failure, typeName, Unknown } from '../expression/values.ts';
import { formatPath, type Path, readPath } from './path.ts';
import type { TextTest } from './pattern.ts';
import type { RuleFact, Scalar } from '../set/rule-set.ts';
import type { Outcome } from './verdict.ts';

/** The one form of simple conditions, whether written in `match` or in `when`: a field, an operator, a constant. */
export type Atom = { readonly path: Path } & (
  | { readonly operator: 'equals' | 'not' | 'contains'; readonly operand: Scalar }
  | { readonly operator: 'in' | 'notIn'; readonly operand: readonly Scalar[] }
  | { readonly operator: 'greaterThan' | 'atLeast' | 'lessThan' | 'atMost'; readonly operand: number | string }
  | { readonly operator: 'startsWith' | 'endsWith'; readonly operand: string }
  | { readonly operator: 'matches'; readonly operand: string; readonly pattern: TextTest }
  | { readonly operator: 'words'; readonly operand: readonly string[]; readonly pattern: TextTest }
  | { readonly operator: 'exists'; readonly operand: boolean }
);

export function testAtom(atom: Atom, fact: RuleFact): Outcome {
  return testValue(atom, readField(atom.path, fact));
}

/** `value` is what `readField` gives for the path of the atom. */
export function testValue(atom: Atom, value: unknown): Outcome {
  if (value instanceof Failure) return value;
  if (atom.operator === 'exists') return (value !== undefined) === atom.operand;
  if (value === undefined) return new Unknown(formatPath(atom.path));
  switch (atom.operator) {
    case 'equals':
      return equal(value, atom.operand);
    case 'not':
      return !equal(value, atom.operand);
    case 'in':
      return atom.operand.some((item) => equal(value, item));
    case 'notIn':
      return !atom.operand.some((item) => equal(value, item));
    case 'greaterThan':
      return compared(value, atom.operand, (sign) => sign > 0);
    case 'atLeast':
      return compared(value, atom.operand, (sign) => sign >= 0);
    case 'lessThan':
      return compared(value, atom.operand, (sign) => sign < 0);
    case 'atMost':
      return compared(value, atom.operand, (sign) => sign <= 0);
    case 'contains':
      return contains(value, atom.operand);
    case 'startsWith':
      return onText(value, (text) => text.startsWith(atom.operand));
    case 'endsWith':
      return onText(value, (text) => text.endsWith(atom.operand));
    default:
      return onText(value, (text) => atom.pattern.test(text));
  }
}

/** As expressions do: undefined where a field is missing, a failure where something on the way can have no field. */
export function readField(path: Path, fact: RuleFact): unknown {
  const value = readPath(fact, path);
  if (value !== undefined || path.length === 1) return value;
  for (let length = 1; length < path.length; length++) {
    const parent = readPath(fact, path.slice(0, length));
    if (parent === undefined || parent === null) return undefined;
    if (typeof parent !== 'object' || Array.isArray(parent)) {
      return new Failure(
        `${formatPath(path.slice(0, length))} is ${typeName(parent)} and has no field "${path[length]}"`,
      );
    }
  }
  return undefined;
}

function compared(value: unknown, operand: number | string, test: (sign: number) => boolean): Outcome {
  const sign = order(value, operand);
  return typeof sign === 'number' ? test(sign) : sign;
}

function contains(value: unknown, operand: Scalar): Outcome {
  if (Array.isArray(value)) return value.some((item) => equal(item, operand));
  if (typeof operand !== 'string') return new Failure(`${typeName(value)} is no list`);
  return onText(value, (text) => text.includes(operand));
}

function onText(value: unknown, test: (text: string) => boolean): Outcome {
  if (typeof value !== 'string') return new Failure(`${typeName(value)} is no text`);
  return test(value);
}
