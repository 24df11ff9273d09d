import { levelChanges, type LevelChange, measured, type Moment, nameOfObject } from '@hexaops/core';
import { evidenceOf, keyOfObject, type ShownFact } from '@hexaops/core/diagnosis';
import type { Reading } from '../source/read-question.ts';
import { byObject, type ObjectSeries } from './by-object.ts';
import { ratioOf } from './ratio.ts';

/** A change of level of one object's metric. */
export interface ObservedChange extends LevelChange {
  readonly reading: Reading;
  readonly of: ObjectSeries;
  /** The same happened a day before at that time: it is of the hour, and nothing new. */
  readonly isUsual: boolean;
  /** A later change took the level back. */
  readonly isOver: boolean;
}

const mostObjects = 60;
/** A level that is this share of the way back to the one before the change is over. */
const isBack = 0.7;

/**
 * The changes of level in a reading, the youngest last. `before` is the same question a day earlier, where it was asked: its
 * changes at the same hour make these usual.
 */
export function changesIn(reading: Reading, before?: Reading): readonly ObservedChange[] {
  const earlier = new Map(
    before === undefined ? [] : objectsOf(before).map((of) => [keyOf(of), changesOf(before, of)] as const),
  );
  const shift = before === undefined ? 0 : reading.range.to - before.range.to;
  return objectsOf(reading)
    .flatMap((of) => {
      const changes = changesOf(reading, of);
      return changes.map((change, index): ObservedChange => ({
        ...change,
        reading,
        of,
        isUsual: (earlier.get(keyOf(of)) ?? []).some((other) => resembles(change, other, shift, reading)),
        isOver: changes
          .slice(index + 1)
          .some(({ after }) => (change.after - after) / (change.after - change.before) > isBack),
      }));
    })
    .toSorted((left, right) => left.at - right.at);
}

function objectsOf({ series, question }: Reading): readonly ObjectSeries[] {
  return byObject(series, question.together).slice(0, mostObjects);
}

function changesOf({ smoothing }: Reading, { points }: ObjectSeries): readonly LevelChange[] {
  return levelChanges(points, { smoothing });
}

/** In the same direction, by half as much at least, within an hour or a tenth of what was looked at. */
function resembles(change: LevelChange, other: LevelChange, shift: number, { range }: Reading): boolean {
  const near = Math.max(3_600_000, (range.to - range.from) / 10);
  const [now, then] = [change.after - change.before, other.after - other.before];
  return Math.abs(change.at - other.at - shift) <= near && now * then > 0 && Math.abs(then) >= Math.abs(now) / 2;
}

/** For `diagnose` rules: `metric-level-changed`, of each metric of an object the change that moved it the most. */
export function factsOf(changes: readonly ObservedChange[]): readonly ShownFact<'metric'>[] {
  const largest = new Map<string, ObservedChange>();
  for (const change of changes) {
    const key = `${change.reading.question.id} ${keyOf(change.of)}`;
    const known = largest.get(key);
    if (known === undefined || ratioOf(change) > ratioOf(known)) largest.set(key, change);
  }
  return [...largest.values()].map((change) => {
    const { before, after, at, of, reading, isUsual, isOver } = change;
    const time = new Date(at).toISOString();
    return {
      fact: 'metric-level-changed',
      object: of.object,
      signal: reading.question.id,
      title: reading.question.title,
      ...(of.part === undefined ? {} : { part: of.part }),
      direction: after > before ? 'up' : 'down',
      before,
      after,
      ratio: ratioOf(change),
      said: `${saidOf(change)}${isOver ? ', which is over since' : ''}`,
      at: time,
      usual: isUsual,
      over: isOver,
      evidence: [evidenceOf('metric', of.object, `${reading.question.title}: ${saidOf(change)}`, time)],
    };
  });
}

/** Symptoms on the time line; what is usual at that hour is none. */
export function momentsOf(
  changes: readonly ObservedChange[],
  evidence: (change: ObservedChange) => number,
): readonly Moment[] {
  return changes
    .filter(({ isUsual }) => !isUsual)
    .map((change) => ({
      at: change.at,
      kind: 'symptom',
      what: `${change.reading.question.title} of ${nameOfObject(change.of.object)} went ${saidOf(change)}`,
      object: change.of.object,
      evidence: [evidence(change)],
    }));
}

/** `from 120 ms to 1.5 s`. */
export function saidOf({ before, after, reading, of }: ObservedChange): string {
  const { unit } = reading.question;
  const part = of.part === undefined ? '' : ` (${of.part})`;
  return `from ${measured(before, unit)} to ${measured(after, unit)}${part}`;
}

function keyOf({ object, part }: ObjectSeries): string {
  return `${keyOfObject(object)} ${part ?? ''}`;
}
