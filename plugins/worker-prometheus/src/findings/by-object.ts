import type { MetricSeries, ObjectReference } from '@hexaops/core';
import { keyOfObject } from '@hexaops/core/diagnosis';
import type { Question } from '../questions/question.ts';
import { objectOf } from '../questions/object-of.ts';

/** The values of one object, taken together over its pods. */
export interface ObjectSeries {
  readonly object: ObjectReference;
  /** What tells several series of one object apart: `memory`, `/var`. */
  readonly part: string | undefined;
  readonly points: readonly (readonly [number, number])[];
  /** How many series there are of it. */
  readonly members: number;
}

/** One series for each object, so that a pod that takes another's place is no change. What names no object is left out. */
export function byObject(series: readonly MetricSeries[], together: Question['together']): readonly ObjectSeries[] {
  const groups = new Map<
    string,
    { readonly object: ObjectReference; readonly part: string | undefined; readonly members: MetricSeries[] }
  >();
  for (const one of series) {
    const object = objectOf(one.labels);
    if (object === undefined) continue;
    const part = one.labels['resource'] ?? one.labels['mountpoint'];
    const key = `${keyOfObject(object)} ${part ?? ''}`;
    const group = groups.get(key) ?? { object, part, members: [] };
    group.members.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ object, part, members }) => ({
    object,
    part,
    points: combined(members, together),
    members: members.length,
  }));
}

function combined(members: readonly MetricSeries[], together: Question['together']): ObjectSeries['points'] {
  const [only, another] = members;
  if (only !== undefined && another === undefined) return only.points;
  const times = new Map<number, { sum: number; most: number; count: number }>();
  for (const { points } of members) {
    for (const [time, value] of points) {
      if (!Number.isFinite(value)) continue;
      const known = times.get(time) ?? { sum: 0, most: -Infinity, count: 0 };
      known.sum += value;
      known.most = Math.max(known.most, value);
      known.count += 1;
      times.set(time, known);
    }
  }
  return [...times]
    .sort(([left], [right]) => left - right)
    .map(([time, { sum, most, count }]) => [time, together === 'sum' ? sum : together === 'most' ? most : sum / count]);
}
