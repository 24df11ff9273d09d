import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { LogAccess } from '../logs/log-access.ts';
import { aboutOf, filterOf, filterProperties, workerName } from './arguments.ts';
import { linesContent, omittedWhen, source, timeRangeOf } from './presentation.ts';

export function searchLogs(access: LogAccess): ReadTool {
  const { settings } = access;
  return defineReadTool({
    name: 'search-logs',
    description: 'Finds lines in the stored logs of this workspace, the latest first.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: filterProperties(settings) },
    async execute({ source: logs = settings.defaultSource, ...input }, context) {
      const filter = filterOf(input, context.now());
      const wanted = { order: 'latest', limit: settings.rows } as const;
      const { lines, more, query } = await access.lines(logs, filter, wanted, context);
      const { from, to, ...about } = filter;
      return {
        evidence: [
          {
            source,
            query,
            title: `${aboutOf(logs, about)}: ${lines.length === 0 ? 'none' : `${more ? 'the latest ' : ''}${lines.length} lines`}`,
            timeRange: timeRangeOf({ from, to }),
            content: linesContent(lines),
            ...omittedWhen(more, 'older lines: narrow the time, the level or the term, or group them by template'),
          },
        ],
        value: { lines: lines.length },
      };
    },
  });
}
