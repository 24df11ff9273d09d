import { nameOfObject, type ObjectReference } from '../../run/finding.ts';
import type { Moment } from '../../run/moment.ts';
import type { Sighting } from './sighting.ts';

/** One line of a time line: what one source or several saw happen. */
export interface TimelineEntry {
  /** Milliseconds since the epoch: the earliest that any source gave. */
  readonly at: number;
  /** Milliseconds by which the true time may lie before or after. */
  readonly precision: number;
  readonly kind: Moment['kind'];
  readonly what: string;
  readonly object: ObjectReference | undefined;
  /** Each once, in alphabetical order. */
  readonly sources: readonly string[];
  /** Ids, each once, in their order. */
  readonly evidence: readonly string[];
}

export interface TimelineSettings {
  /** Milliseconds by which the clocks of two sources may differ. */
  readonly skew: number;
}

/**
 * What was seen, in the order in which it happened. The same whatever the order of the sightings. What two sources tell in
 * the same words, no further apart than their clocks may be, is one entry. At one instant changes stand before symptoms:
 * which came first is not known there, and `mayPrecede` says so.
 */
export function timelineOf(sightings: readonly Sighting[], settings: TimelineSettings): readonly TimelineEntry[] {
  const ordered = sightings.map(entryOf).toSorted(compareEntries);
  const merged: TimelineEntry[] = [];
  const latest = new Map<string, number>();
  for (const entry of ordered) {
    const key = JSON.stringify([entry.kind, entry.object && nameOfObject(entry.object), entry.what]);
    const place = latest.get(key);
    const known = place === undefined ? undefined : merged[place];
    if (place !== undefined && known !== undefined && entry.at - known.at <= tolerance(known, entry, settings)) {
      merged[place] = merge(known, entry);
    } else {
      latest.set(key, merged.push(entry) - 1);
    }
  }
  return merged.toSorted(compareEntries);
}

/** Milliseconds by which the order of two entries is not known: what each source does not know, and between sources their clocks. */
export function tolerance(left: TimelineEntry, right: TimelineEntry, { skew }: TimelineSettings): number {
  const sameClock = left.sources.some((source) => right.sources.includes(source));
  return left.precision + right.precision + (sameClock ? 0 : skew);
}

/** False where `change` surely came after `symptom`. */
export function mayPrecede(change: TimelineEntry, symptom: TimelineEntry, settings: TimelineSettings): boolean {
  return change.at <= symptom.at + tolerance(change, symptom, settings);
}

/** True where `change` surely came before `symptom`. */
export function surelyPrecedes(change: TimelineEntry, symptom: TimelineEntry, settings: TimelineSettings): boolean {
  return change.at < symptom.at - tolerance(change, symptom, settings);
}

function entryOf({ at, precision = 0, kind, what, object, source, evidence }: Sighting): TimelineEntry {
  const words = what.replaceAll(/\s+/g, ' ').trim();
  return {
    at,
    precision,
    kind,
    what: words,
    object,
    sources: [source],
    evidence: [...new Set(evidence)].toSorted(byId),
  };
}

function merge(first: TimelineEntry, second: TimelineEntry): TimelineEntry {
  return {
    ...first,
    precision: Math.max(first.precision, second.precision),
    sources: [...new Set([...first.sources, ...second.sources])].toSorted(byText),
    evidence: [...new Set([...first.evidence, ...second.evidence])].toSorted(byId),
  };
}

/** A total order: two entries that are equal by it are equal. */
function compareEntries(left: TimelineEntry, right: TimelineEntry): number {
  return (
    left.at - right.at ||
    byText(left.kind, right.kind) ||
    byText(nameOf(left), nameOf(right)) ||
    byText(left.what, right.what) ||
    byText(left.sources.join(' '), right.sources.join(' ')) ||
    left.precision - right.precision ||
    byText(left.evidence.join(' '), right.evidence.join(' '))
  );
}

function nameOf({ object }: TimelineEntry): string {
  return object === undefined ? '' : nameOfObject(object);
}

/** By code units, whatever the language of the machine. */
function byText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** `e2` before `e10`. */
function byId(left: string, right: string): number {
  return left.length - right.length || byText(left, right);
}
