import { levelDifference, type LevelDifference, measured, type ObjectReference } from '@hexaops/core';
import { evidenceOf, keyOfObject, type ShownFact } from '@hexaops/core/diagnosis';
import type { Reading } from '../source/read-question.ts';
import { byObject, type ObjectSeries } from './by-object.ts';
import { ratioOf } from './ratio.ts';

/** One object's metric in two times. */
export interface Comparison {
  readonly object: ObjectReference;
  readonly part: string | undefined;
  readonly signal: string;
  readonly title: string;
  /** Medians; undefined where there was nothing to measure. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly saidBefore: string;
  readonly saidAfter: string;
  /** Undefined where the two cannot be told apart by the noise around them. */
  readonly difference: LevelDifference | undefined;
}

const mostObjects = 100;

/** The largest differences first. */
export function comparisonsOf(earlier: Reading, later: Reading): readonly Comparison[] {
  const { question } = later;
  const [before, after] = [keyed(earlier), keyed(later)];
  const keys = [...new Set([...after.keys(), ...before.keys()])].slice(0, mostObjects);
  return keys
    .flatMap((key): readonly Comparison[] => {
      const [old, now] = [before.get(key), after.get(key)];
      const one = now ?? old;
      if (one === undefined) return [];
      const [then, since] = [valuesOf(old), valuesOf(now)];
      const said = (values: readonly number[]) =>
        values.length === 0 ? 'nothing' : measured(medianOf(values), question.unit);
      return [
        {
          object: one.object,
          part: one.part,
          signal: question.id,
          title: question.title,
          before: then.length === 0 ? undefined : medianOf(then),
          after: since.length === 0 ? undefined : medianOf(since),
          saidBefore: said(then),
          saidAfter: said(since),
          difference: then.length === 0 || since.length === 0 ? undefined : levelDifference(then, since),
        },
      ];
    })
    .toSorted((left, right) => weightOf(right) - weightOf(left));
}

/** `2.5 times as much`, `as before`. */
export function resultOf({ before, after, difference }: Comparison): string {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  if (difference === undefined) return 'as before, within its noise';
  if (difference.before === 0) return 'was zero before';
  const times = difference.after / difference.before;
  return times >= 2
    ? `${times.toPrecision(2)} times as much`
    : `${times > 1 ? '+' : ''}${Math.round((times - 1) * 100)} %`;
}

/** For `diagnose` rules: `metric-differs`. */
export function factsOfComparisons(comparisons: readonly Comparison[], than: string): readonly ShownFact<'metric'>[] {
  return comparisons.flatMap((comparison) => {
    const { object, part, signal, title, difference, saidBefore, saidAfter } = comparison;
    if (difference === undefined) return [];
    const said = `from ${saidBefore} to ${saidAfter}`;
    return [
      {
        fact: 'metric-differs',
        object,
        signal,
        title,
        ...(part === undefined ? {} : { part }),
        direction: difference.after > difference.before ? 'up' : 'down',
        ratio: ratioOf(difference),
        said,
        than,
        evidence: [evidenceOf('metric', object, `${title}: ${said}`)],
      },
    ];
  });
}

function keyed({ series, question }: Reading): ReadonlyMap<string, ObjectSeries> {
  return new Map(
    byObject(series, question.together).map((one) => [`${keyOfObject(one.object)} ${one.part ?? ''}`, one]),
  );
}

function valuesOf(series: ObjectSeries | undefined): readonly number[] {
  return (series?.points ?? []).map(([, value]) => value).filter(Number.isFinite);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function weightOf({ difference }: Comparison): number {
  return difference === undefined ? 0 : ratioOf(difference);
}
