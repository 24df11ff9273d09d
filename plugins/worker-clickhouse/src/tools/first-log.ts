import { defineReadTool, type Moment, type ReadTool } from '@hexaops/core';
import type { LogAccess, QueryOf } from '../logs/log-access.ts';
import { totalQuery } from '../query/counts.ts';
import { formatDuration } from '@hexaops/core/rules';
import { aboutOf, filterOf, filterProperties, workerName } from './arguments.ts';
import { iso, linesContent, source, timeRangeOf } from './presentation.ts';

const shown = 5;

export function firstLog(access: LogAccess): ReadTool {
  const { settings } = access;
  const { lookback } = settings;
  return defineReadTool({
    name: 'first-log',
    description: 'Says when a text first stood in the stored logs of this workspace, and shows its first lines.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['term'],
      properties: filterProperties(settings),
    },
    async execute({ source: logs = settings.defaultSource, ...input }, context) {
      const filter = filterOf(input, context.now(), formatDuration(lookback));
      const { from, to, ...about } = filter;
      const count: QueryOf = (...what) => totalQuery(...what);
      const [{ lines, query }, total] = await Promise.all([
        access.lines(logs, filter, { order: 'earliest', limit: shown }, context),
        access.ask(logs, count, filter, context),
      ]);
      const [first] = lines;
      const all = Number(total.rows[0]?.['lines_'] ?? 0);
      const last = Number(total.rows[0]?.['last_'] ?? 0);
      const name = aboutOf(logs, about);
      const title =
        first === undefined
          ? `${name}: never`
          : `${name}: first at ${iso(first.at)}, ${all} times since, last at ${iso(last)}`;
      return {
        evidence: [{ source, query, title, timeRange: timeRangeOf({ from, to }), content: linesContent(lines) }],
        ...(first === undefined ? {} : { moments: [momentOf(first.at, first.service, filter.term ?? '')] }),
        value: first === undefined ? { lines: 0 } : { lines: all, first: iso(first.at), last: iso(last) },
      };
    },
  });
}

function momentOf(at: number, service: string, term: string): Moment {
  const object = service === '' ? {} : { object: { kind: 'Service', name: service } };
  return { at, kind: 'symptom', what: `"${term.slice(0, 120)}" first stood in the logs`, ...object, evidence: [0] };
}
