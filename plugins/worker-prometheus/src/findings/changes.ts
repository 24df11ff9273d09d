import { levelChanges, type LevelChange, measured, type Moment, nameOfObject } from '@hexaops/core';
import { evidenceOf, keyOfObject, type ShownFact } from '@hexaops/core/diagnosis';
import type { Reading } from '../source/read-question.ts';
import { byObject, type ObjectSeries } from './by-object.ts';
import { inTurn } from './in-turn.ts';
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

/** The changes of level in a reading, the youngest last. */
export async function changesIn(reading: Reading, signal: AbortSignal): Promise<readonly ObservedChange[]> {
  const objects = byObject(reading.series, reading.question.together).slice(0, mostObjects);
  const found = await inTurn(objects, (of) => changesOf(reading, of), signal);
  return found.flat().toSorted((left, right) => left.at - right.at);
}

/** The changes again; `before` is the same question a day earlier, and what happened there at the same hour is usual. */
export async function comparedWith(
  before: Reading,
  changes: readonly ObservedChange[],
  signal: AbortSignal,
): Promise<readonly ObservedChange[]> {
  const concerned = new Set(changes.map(({ of }) => keyOf(of)));
  const objects = byObject(before.series, before.question.together).filter((of) => concerned.has(keyOf(of)));
  const earlier = new Map(await inTurn(objects, (of) => [keyOf(of), changesOf(before, of)] as const, signal));
  return changes.map((change) => ({
    ...change,
    isUsual: (earlier.get(keyOf(change.of)) ?? []).some((other) => resembles(change, other)),
  }));
}

function changesOf(reading: Reading, of: ObjectSeries): readonly ObservedChange[] {
  const changes = levelChanges(of.points, { smoothing: reading.smoothing });
  return changes.map((change, index) => ({
    ...change,
    reading,
    of,
    isUsual: false,
    isOver: changes
      .slice(index + 1)
      .some(({ after }) => (change.after - after) / (change.after - change.before) > isBack),
  }));
}

/** In the same direction, by half as much at least, within an hour or a tenth of what was looked at. */
function resembles(change: ObservedChange, other: ObservedChange): boolean {
  const { range } = change.reading;
  const shift = range.to - other.reading.range.to;
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
