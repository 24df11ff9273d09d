import type { Atom } from './condition/atom.ts';
import { type Condition, type ConditionSource, formatCondition } from './condition/condition.ts';
import { formatPath, type Path } from './condition/path.ts';

/** A field that a condition reads. */
interface Field {
  readonly name: string;
  readonly path: Path;
}

/** What an explanation says of a condition, whatever the fact. */
export type Wording = {
  readonly source: ConditionSource;
  /** For people: `replicas equals 0`, or the part of `when`. */
  readonly text: string;
} & (
  | { readonly atom: Atom; readonly field: Field }
  | { readonly atom: undefined; readonly condition: Condition; readonly fields: readonly Field[] }
);

const wordings = new WeakMap<Condition, Wording>();
/** Of simple conditions: many read the same field. */
const fieldsByPath = new WeakMap<Path, Field>();

/** Made once for each condition. */
export function wordingOf(condition: Condition): Wording {
  const known = wordings.get(condition);
  if (known !== undefined) return known;
  const wording = wordingFor(condition);
  wordings.set(condition, wording);
  return wording;
}

function wordingFor(condition: Condition): Wording {
  const { source, kind } = condition;
  const text = formatCondition(condition);
  if (kind === 'atom') return { source, text, atom: condition.atom, field: fieldOf(condition.atom) };
  const paths = kind === 'expression' ? condition.paths : [['text']];
  return { source, text, atom: undefined, condition, fields: paths.map(fieldAt) };
}

function fieldOf({ path }: Atom): Field {
  const field = fieldsByPath.get(path) ?? fieldAt(path);
  fieldsByPath.set(path, field);
  return field;
}

function fieldAt(path: Path): Field {
  return { name: formatPath(path), path };
}
