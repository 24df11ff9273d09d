import { nameOfObject, sameObject } from '../../run/finding.ts';
import { mayPrecede, surelyPrecedes, type TimelineEntry, type TimelineSettings } from './timeline.ts';

export interface SuspicionSettings extends TimelineSettings {
  /** Milliseconds that a change may lie before a symptom to be suspected of it. */
  readonly window: number;
}

/**
 * Changes of other objects so close to the last one are taken for one change that several sources saw: a release and its
 * rollouts. Of one object the last counts.
 */
const together = 60_000;

/** Symptoms may begin, the changes that could have brought them, and how sure that is. */
export interface Suspicion {
  /** The first symptom after a quiet time. */
  readonly symptom: TimelineEntry;
  /** The last change before it, with those made together with it, the earliest first. Never one that came after it. */
  readonly changes: readonly [TimelineEntry, ...TimelineEntry[]];
  /** False where the clocks do not tell which came first. */
  readonly orderIsSure: boolean;
  /** 0 to 1. */
  readonly confidence: number;
}

/**
 * For each time at which symptoms begin, the change that came first: the last one before them within the window. Symptoms
 * begin where none was seen for as long as the window. Beginnings with no change before them are left out. The earliest first.
 */
export function suspicionsOf(timeline: readonly TimelineEntry[], settings: SuspicionSettings): readonly Suspicion[] {
  const changes = timeline.filter(({ kind }) => kind === 'change');
  return beginningsOf(timeline, settings).flatMap(({ symptom, following }) => {
    const before = changes.filter(
      (change) => mayPrecede(change, symptom, settings) && symptom.at - change.at <= settings.window,
    );
    const last = before.at(-1);
    if (last === undefined) return [];
    const [first = last, ...rest] = madeTogether(before, last);
    const orderIsSure = surelyPrecedes(first, symptom, settings);
    const confidence = confidenceOf(symptom, following, [first, ...rest], orderIsSure);
    return [{ symptom, changes: [first, ...rest] as const, orderIsSure, confidence }];
  });
}

/** The earliest first. */
function madeTogether(changes: readonly TimelineEntry[], last: TimelineEntry): readonly TimelineEntry[] {
  const close = changes.filter((change) => last.at - change.at <= together);
  const lastOfEach = new Map(close.map((change) => [change.object && nameOfObject(change.object), change]));
  return close.filter((change) => lastOfEach.get(change.object && nameOfObject(change.object)) === change);
}

interface Beginning {
  readonly symptom: TimelineEntry;
  /** The symptoms until the next beginning. */
  readonly following: readonly TimelineEntry[];
}

function beginningsOf(timeline: readonly TimelineEntry[], { window }: SuspicionSettings): readonly Beginning[] {
  const symptoms = timeline.filter(({ kind }) => kind === 'symptom');
  const starts = symptoms.flatMap(({ at }, index) => {
    const before = symptoms[index - 1];
    return before === undefined || at - before.at > window ? [index] : [];
  });
  return starts.flatMap((start, number) => {
    const [symptom, ...following] = symptoms.slice(start, starts[number + 1]);
    return symptom === undefined ? [] : [{ symptom, following }];
  });
}

/**
 * That one thing came before another shows little, and this never says more than 0.55: less than what proposes a change.
 * What adds to it: the same object, a short time between, symptoms that several sources saw. What takes from it: an order
 * that the clocks do not tell.
 */
function confidenceOf(
  symptom: TimelineEntry,
  following: readonly TimelineEntry[],
  changes: readonly TimelineEntry[],
  orderIsSure: boolean,
): number {
  const soon = 5 * 60_000;
  const symptoms = [symptom, ...following];
  const isSame = changes.some(({ object }) =>
    symptoms.some((other) => object !== undefined && other.object !== undefined && isAbout(object, other.object)),
  );
  const isSoon = changes.some(({ at }) => symptom.at - at <= soon);
  const sources = new Set(symptoms.flatMap(({ sources: own }) => own));
  const points = 30 + (isSame ? 10 : 0) + (isSoon ? 10 : 0) + (sources.size > 1 ? 5 : 0) - (orderIsSure ? 0 : 10);
  return points / 100;
}

/** The same object, or a pod of it by its name. */
function isAbout(change: NonNullable<TimelineEntry['object']>, symptom: NonNullable<TimelineEntry['object']>): boolean {
  if (sameObject(change, symptom)) return true;
  if ((change.namespace ?? symptom.namespace) !== (symptom.namespace ?? change.namespace)) return false;
  return change.name === symptom.name || (symptom.kind === 'Pod' && symptom.name.startsWith(`${change.name}-`));
}
