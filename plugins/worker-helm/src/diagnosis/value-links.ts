import type { ManifestObject } from '../manifest/index.ts';
import type { FieldChange, ValueChange } from '../compare/index.ts';
import { textOf } from '../record/index.ts';

/** How surely a changed value is what changed a field: 0 to 1. */
export interface ValueLink {
  readonly value: ValueChange;
  readonly field: FieldChange;
  readonly strength: number;
}

/** A weaker link than this says nothing. */
const least = 0.5;

/**
 * Which changed values may have changed a field of an object, the likeliest first: the same change in both, a template that
 * names the value, or both. Only the parent chart's templates are in a record, so that none of a subchart is known.
 */
export function valueLinks(
  field: FieldChange,
  values: readonly ValueChange[],
  object: ManifestObject,
  templates: ReadonlyMap<string, string>,
): readonly ValueLink[] {
  const source = object.template === undefined ? undefined : templates.get(object.template);
  const helpers = [...templates].filter(([path]) => path.endsWith('.tpl')).map(([, text]) => text);
  return values
    .map((value) => ({ value, field, strength: strengthOf(value, field, source, helpers) }))
    .filter(({ strength }) => strength >= least)
    .toSorted((left, right) => right.strength - left.strength);
}

function strengthOf(
  value: ValueChange,
  field: FieldChange,
  source: string | undefined,
  helpers: readonly string[],
): number {
  const moved = moveOf(value, field);
  const isNamed =
    source !== undefined &&
    [source, ...(source.includes('include') ? helpers : [])].some((text) => names(text, value.path));
  if (moved === 'same') return isNamed ? 0.97 : isAlike(value.path, field.path) ? 0.9 : 0.8;
  if (moved === 'part') return isNamed ? 0.95 : 0.7;
  return isNamed ? 0.55 : 0;
}

/** The field went from one to the other as the value did, whole or as a part of a longer text. */
function moveOf(value: ValueChange, field: FieldChange): 'same' | 'part' | undefined {
  const [from, to, was, is] = [value.before, value.after, field.before, field.after].map(textOf);
  if (from === was && to === is) return 'same';
  if (contains(is, to) && (contains(was, from) || value.before === null || field.before === null)) return 'part';
  if (value.after === null && contains(was, from)) return 'part';
  return undefined;
}

/** As a word of its own: `9.9` is in `checkout:9.9`, and 2 is not in 128Mi. */
function contains(text: string | undefined, part: string | undefined): boolean {
  if (text === undefined || part === undefined || part === '' || part === 'null') return false;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const edges = [text.charAt(at - 1), text.charAt(at + part.length)];
    if (edges.every((edge) => !/[A-Za-z0-9]/.test(edge))) return true;
  }
  return false;
}

/** `.Values.image.tag`, or what it is a part of: `toYaml .Values.image`. */
function names(template: string, path: string): boolean {
  const keys = path.split(/[.[]/);
  return keys.some((_, index) => {
    const reference = `.Values.${keys.slice(0, index + 1).join('.')}`;
    const isWhole = index === keys.length - 1;
    for (let at = template.indexOf(reference); at !== -1; at = template.indexOf(reference, at + 1)) {
      const next = template.charAt(at + reference.length);
      // A parent counts where it is used as a whole, not where another of its members is.
      if (!/[\w-]/.test(next) && (isWhole || next !== '.')) return true;
    }
    return false;
  });
}

/** The last two names of both are the same: `resources.limits.memory` and `...resources.limits.memory`. */
function isAlike(value: string, field: string): boolean {
  const [left, right] = [value, field].map((path) => path.split('.').slice(-2).join('.'));
  return left === right && value.includes('.');
}
