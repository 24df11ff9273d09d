import { measured } from '@hexaops/core';
import { evidenceOf, type ShownFact } from '@hexaops/core/diagnosis';
import type { Reading } from '../source/read-question.ts';
import { byObject } from './by-object.ts';

/** Of the time that was looked at, the end by which the present level is told. */
const present = 0.1;
const fewest = 3;
const mostObjects = 200;

/** For `diagnose` rules: `metric-level`, where each object's metric stands at the end: the median of the last tenth of the time. */
export function levelFacts({ series, question, range }: Reading): readonly ShownFact<'metric'>[] {
  const since = range.to - (range.to - range.from) * present;
  return byObject(series, question.together)
    .slice(0, mostObjects)
    .flatMap(({ object, part, points }) => {
      const finite = points.filter(([, value]) => Number.isFinite(value));
      const last = finite.filter(([time]) => time >= since);
      // What ended before is no present level, and a young one has few points.
      const values = (last.length >= fewest ? last : finite.filter(([time]) => time >= range.to - 4 * range.step))
        .map(([, value]) => value)
        .sort((left, right) => left - right);
      const value = values[values.length >> 1];
      if (value === undefined) return [];
      const said = measured(value, question.unit);
      return [
        {
          fact: 'metric-level',
          object,
          signal: question.id,
          title: question.title,
          ...(part === undefined ? {} : { part }),
          value,
          said,
          evidence: [
            evidenceOf('metric', object, `${question.title}${part === undefined ? '' : ` (${part})`}: ${said}`),
          ],
        },
      ];
    });
}
