import type { Fact } from '../extension/tool.ts';
import type { Finding, ObjectReference } from '../run/finding.ts';

/** What shows a fact, told so that a person can look at it again. All text in it is untrusted. */
export interface EvidenceReference<Source extends string = string> {
  /** The way of looking: `object`, `event`, `metric`. */
  readonly source: Source;
  readonly object: ObjectReference;
  /** The field, message or line itself, at most 400 characters. */
  readonly text: string;
  /** RFC 3339, where it has a time. */
  readonly time?: string;
}

/** A fact for `diagnose` rules, with what shows it. Always a small JSON object. */
export interface ShownFact<Source extends string = string> extends Fact {
  readonly object: ObjectReference;
  readonly evidence: readonly EvidenceReference<Source>[];
}

/** A finding that still bears what shows it, rather than references into a run's evidence. */
export type ShownFinding<Source extends string = string> = Omit<Finding, 'evidence'> & {
  readonly evidence: readonly EvidenceReference<Source>[];
};

const longest = 400;

/** The text becomes one line, cut. */
export function evidenceOf<Source extends string>(
  source: Source,
  object: ObjectReference,
  text: string,
  time?: string,
): EvidenceReference<Source> {
  const line = text
    .slice(0, 20 * longest)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const kept = line.length <= longest ? line : `${line.slice(0, longest - 1).toWellFormed()}…`;
  return { source, object, text: kept, ...(time === undefined ? {} : { time }) };
}
