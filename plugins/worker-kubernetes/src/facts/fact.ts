import type { ObjectReference } from '@hexaops/core';

/** What shows a fact, told so that a person can look at it again. All text in it is untrusted. */
export interface EvidenceReference {
  readonly source: 'object' | 'event' | 'log' | 'metric' | 'probe' | 'unit' | 'alert';
  readonly object: ObjectReference;
  /** The field, message or line itself, at most 400 characters. */
  readonly text: string;
  /** RFC 3339, where it has a time. */
  readonly time?: string;
}

/** Something true of the cluster, derived in code; `diagnose` rules look at its fields. Always a small JSON object. */
export interface ClusterFact {
  /** The type, kebab-case: `image-pull-failed`. */
  readonly fact: string;
  /** What it is about: the workload rather than one of its pods. */
  readonly object: ObjectReference;
  readonly evidence: readonly EvidenceReference[];
  readonly [field: string]: unknown;
}

const longest = 400;

/** Text as evidence keeps it: one line, cut. */
function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

export function evidenceOf(
  source: EvidenceReference['source'],
  object: ObjectReference,
  text: string,
  time?: string,
): EvidenceReference {
  return { source, object, text: excerpt(text), ...(time === undefined ? {} : { time }) };
}

/** The reference of any object of a snapshot. */
export function referenceOf(object: {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}): ObjectReference {
  const { name, namespace } = object.metadata;
  return namespace === undefined ? { kind: object.kind, name } : { kind: object.kind, namespace, name };
}

/** A key for maps: equal for equal references. */
export function keyOf({ kind, namespace, name }: ObjectReference): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
