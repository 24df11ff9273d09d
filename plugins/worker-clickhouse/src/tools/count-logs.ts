import { defineReadTool, type EvidenceDraft, type ReadTool } from '@hexaops/core';
import type { LogAccess, QueryOf } from '../logs/log-access.ts';
import { type Grouping, histogramQuery } from '../query/counts.ts';
import { aboutOf, filterOf, filterProperties, oneOf, workerName } from './arguments.ts';
import { iso, omittedWhen, source, timeRangeOf } from './presentation.ts';

const buckets = 60;
/** Apart from which the others are left out. */
const mostSeries = 10;
const mostRows = buckets * 100;
const groupings: readonly Grouping[] = ['level', 'service', 'component', 'pod'];

interface Bucket {
  readonly at: number;
  readonly group: string;
  readonly lines: number;
}

export function countLogs(access: LogAccess): ReadTool {
  const { settings } = access;
  return defineReadTool({
    name: 'count-logs',
    description: 'Counts matching lines of the stored logs of this workspace over time, also by level or service.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...filterProperties(settings),
        by: { enum: groupings, description: 'One series for each of these; one for all unless told.' },
      },
    },
    async execute({ source: logs = settings.defaultSource, by: asked, ...input }, context) {
      const by = asked === undefined ? undefined : oneOf('grouping', asked, groupings);
      const filter = filterOf(input, context.now());
      const { from, to, ...about } = filter;
      const width = Math.max(1000, Math.ceil((to - from) / buckets));
      const make: QueryOf = (...what) => histogramQuery(...what, { width, by, limit: mostRows });
      const { rows, query, truncated } = await access.ask(logs, make, filter, context);
      const counted = rows.map((row): Bucket => {
        return {
          at: from + Number(row['bucket_']) * width,
          group: String(row['group_']),
          lines: Number(row['lines_']),
        };
      });
      const total = counted.reduce((sum, { lines }) => sum + lines, 0);
      const first = rows.reduce((least, row) => Math.min(least, Number(row['first_'])), Infinity);
      const { series, left } = seriesOf(counted, { from, to, width });
      const more = left > 0 || truncated || rows.length === mostRows;
      return {
        evidence: [
          {
            source,
            query,
            title: `${aboutOf(logs, about)}: ${total} lines${total === 0 ? '' : `, the first at ${iso(first)}`}`,
            timeRange: timeRangeOf({ from, to }),
            content: { kind: 'series', unit: 'lines', series },
            ...omittedWhen(more, `${left} further series: ask for one ${by ?? 'service'}, or a shorter time`),
          },
        ],
        value: { total, ...(total === 0 ? {} : { first: iso(first) }) },
      };
    },
  });
}

type Series = Extract<EvidenceDraft['content'], { readonly kind: 'series' }>['series'];

/** A point for each stretch of time, also where there was nothing: the largest series first. */
function seriesOf(
  counted: readonly Bucket[],
  { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
): { readonly series: Series; readonly left: number } {
  const groups = Map.groupBy(counted, ({ group }) => group);
  const sizes = [...groups].map(([name, found]) => ({
    name,
    found,
    size: found.reduce((sum, { lines }) => sum + lines, 0),
  }));
  const largest = sizes.toSorted((a, b) => b.size - a.size).slice(0, mostSeries);
  const starts = Array.from({ length: Math.ceil((to - from) / width) }, (_, index) => from + index * width);
  const series = largest.map(({ name, found }) => {
    const at = new Map(found.map((bucket) => [bucket.at, bucket.lines]));
    return {
      name: name === '' ? 'lines' : name,
      points: starts.map((start): readonly [number, number] => [start, at.get(start) ?? 0]),
    };
  });
  return { series, left: sizes.length - largest.length };
}
