import type { FieldChange, ObjectChange, ValueChange } from '../compare/index.ts';
import type { ManifestObject } from '../manifest/index.ts';
import type { Release } from '../record/index.ts';
import type { Unready } from '../readiness/index.ts';
import { referencesOf } from './references.ts';
import { isSameField } from './refused.ts';
import { fittingSymptom } from './symptom-fields.ts';
import { type ValueLink, valueLinks } from './value-links.ts';

/** An object that is not well, or that the cluster did not take. */
export interface Broken extends Pick<Unready, 'object' | 'what' | 'trouble'> {
  /** The field that the API server has refused. */
  readonly refusedField?: string;
}

/** A changed value, and the object that has not been well since. */
export interface BreakingValue {
  readonly broken: Broken;
  readonly link: ValueLink;
  /** The object whose field the value has changed: the unready one itself, or what its pods use. */
  readonly through: ManifestObject;
  /** `only`: nothing else was changed about it; `fits`: it alone can bring about what is seen; `among`: one of several. */
  readonly certainty: 'only' | 'fits' | 'among';
}

interface Suspect {
  readonly field: FieldChange;
  readonly through: ManifestObject;
}

/** Labels and checksums that charts change along with everything: they break nothing themselves. */
const accompanying = /^metadata\.|template\.metadata\.(labels|annotations)\["?(helm\.sh|checksum|app\.kubernetes\.io)/;

/**
 * Which values broke an object that is not well: those that changed its own fields, or what its pods use. Where several
 * could have, what is seen of the pods chooses between them.
 */
export function breakingValues(
  broken: Broken,
  changes: readonly ObjectChange[],
  values: readonly ValueChange[],
  { chart }: Release,
): readonly BreakingValue[] {
  const suspects = suspectsOf(broken.object, changes);
  const { fitting, fits } = fittingOf(
    broken,
    suspects.map(({ field }) => field),
  );
  const linked = suspects
    .filter(({ field }) => fitting.includes(field))
    .flatMap(({ field, through }) => {
      const [best] = valueLinks(field, values, through, chart.templates);
      return best === undefined ? [] : [{ link: best, through }];
    });
  const byValue = new Map<ValueChange, (typeof linked)[number]>();
  for (const each of linked) {
    const known = byValue.get(each.link.value);
    if (known === undefined || known.link.strength < each.link.strength) byValue.set(each.link.value, each);
  }
  const found = [...byValue.values()].toSorted((left, right) => right.link.strength - left.link.strength);
  const isOnly = found.length === 1 && values.length === 1;
  const certainty = isOnly ? 'only' : found.length === 1 && fits ? 'fits' : 'among';
  return found.map((each) => ({ ...each, broken, certainty }));
}

/** What the API server has refused, or what can bring about what is seen. */
function fittingOf(
  { refusedField, trouble }: Broken,
  fields: readonly FieldChange[],
): ReturnType<typeof fittingSymptom> {
  const refused = refusedField === undefined ? [] : fields.filter(({ path }) => isSameField(path, refusedField));
  return refused.length > 0 ? { fitting: refused, fits: true } : fittingSymptom(fields, trouble?.reason);
}

function suspectsOf(object: ManifestObject, changes: readonly ObjectChange[]): readonly Suspect[] {
  const used = referencesOf(object);
  return changes
    .filter(({ object: other }) => isSame(other, object) || used.has(`${other.kind}/${other.name}`))
    .flatMap(({ object: through, fields }) =>
      fields.filter(({ path }) => !accompanying.test(path)).map((field) => ({ field, through })),
    );
}

function isSame(left: ManifestObject, right: ManifestObject): boolean {
  return left.kind === right.kind && left.name === right.name && left.namespace === right.namespace;
}
