import type { ManifestObject } from '../manifest/index.ts';

/** What Helm's words on a failure say of an object. */
export interface Refusal {
  readonly object: ManifestObject;
  /** The field that the API server named: `spec.ports[0].targetPort`. */
  readonly field: string | undefined;
  readonly what: string;
}

/** Characters of a failure that are read. */
const longest = 4000;

/** As the API server refuses an object, and as Helm 3 and 4 tell of it. */
const patterns: readonly RegExp[] = [
  /(?<kind>[A-Z][A-Za-z]{1,60})(?:\.[a-z0-9.-]{1,200})? "(?<name>[^"\s]{1,253})" is invalid: (?<field>[A-Za-z][\w.[\]-]{0,200}): (?<what>[^\n]{0,300})/,
  /\([^\s/()]{1,63}\/(?<name>[^\s;()]{1,253}); [\w./-]{1,200}, Kind=(?<kind>[A-Za-z]{1,60})\): \.(?<field>[\w.[\]-]{1,200}): (?<what>[^\n]{0,300})/,
  /cannot patch "(?<name>[^"\s]{1,253})" with kind (?<kind>[A-Za-z]{1,60}): (?<what>[^\n]{0,300})/,
];

/** The object of the manifest that the cluster did not take, where the record of a failed revision tells. */
export function refusalOf(description: string, objects: readonly ManifestObject[]): Refusal | undefined {
  const text = description.slice(0, longest);
  for (const pattern of patterns) {
    const { kind, name, field, what } = pattern.exec(text)?.groups ?? {};
    const object = objects.find((each) => each.kind === kind && each.name === name);
    if (object !== undefined) return { object, field, what: what ?? '' };
  }
  return undefined;
}

/** Whether a field that the API server names is one of ours: it counts elements, where we name them. */
export function isSameField(path: string, named: string): boolean {
  const [left, right] = [path, named].map((text) => text.replaceAll(/\[[^\]]*\]/g, '[]'));
  return left === right || (left?.startsWith(`${right}.`) ?? false) || (right?.startsWith(`${left}.`) ?? false);
}
