import { defineReadTool, type ReadTool } from '@hexaops/core';
import { filterOf, filterProperties, workerName } from './arguments.ts';
import type { LogAccess } from './log-access.ts';

const buckets = 60;

export function countLogs(access: LogAccess): ReadTool {
  return defineReadTool({
    name: 'count-logs',
    description: 'Counts matching lines of the stored logs of this workspace over time, and says when the first was.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: filterProperties },
    async execute({ source = 'control-plane', ...filter }, context) {
      const range = filterOf(filter, context.now());
      const { rows, query } = await access.histogram(source, range, buckets, context);
      const width = Math.max(1000, Math.ceil((range.to - range.from) / buckets));
      const counts = rows.map((row) => ({
        from: new Date(range.from + Number(row['bucket_']) * width).toISOString(),
        lines: Number(row['lines_']),
        first: Number(row['first_']),
      }));
      const total = counts.reduce((sum, { lines }) => sum + lines, 0);
      const [first] = counts;
      return {
        evidence: [
          {
            source: 'clickhouse',
            query,
            title: `${source} logs: ${total} lines`,
            timeRange: { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() },
            content: {
              kind: 'table',
              columns: ['from', 'lines'],
              rows: counts.map(({ from, lines }) => [from, lines]),
            },
          },
        ],
        value: { total, ...(first === undefined ? {} : { first: new Date(first.first).toISOString() }) },
      };
    },
  });
}
