import { defineReadTool, type ReadTool } from '@hexaops/core';
import { filterOf, filterProperties, workerName } from './arguments.ts';
import type { LogAccess } from './log-access.ts';

const shown = ['level', 'service', 'component', 'trace', 'message'] as const;

export function searchLogs(access: LogAccess): ReadTool {
  return defineReadTool({
    name: 'search-logs',
    description: 'Finds lines in the stored logs of this workspace, the latest first.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: filterProperties },
    async execute({ source = 'control-plane', ...filter }, context) {
      const range = filterOf(filter, context.now());
      const { rows: limit } = access.settings;
      const { rows, truncated, query } = await access.search(source, range, limit + 1, context);
      const lines = rows
        .slice(0, limit)
        .map((row) => [new Date(Number(row['time_'])).toISOString(), ...shown.map((name) => String(row[`${name}_`]))]);
      const left = truncated || rows.length > limit;
      return {
        evidence: [
          {
            source: 'clickhouse',
            query,
            title: `${source} logs`,
            timeRange: { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() },
            content: {
              kind: 'table',
              columns: ['time', ...shown],
              rows: lines,
            },
            ...(left ? { truncated: true, omitted: 'older lines: narrow the time, the level or the term' } : {}),
          },
        ],
        value: { lines: lines.length },
      };
    },
  });
}
