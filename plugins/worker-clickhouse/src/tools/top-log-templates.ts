import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { LogAccess } from '../logs/log-access.ts';
import { groupLines } from '../templates/group-lines.ts';
import { aboutOf, filterOf, filterProperties, workerName } from './arguments.ts';
import { iso, source, timeRangeOf } from './presentation.ts';
import { leftOutOf, servicesOf } from './templates.ts';

const shown = 50;

export function topLogTemplates(access: LogAccess): ReadTool {
  const { settings } = access;
  return defineReadTool({
    name: 'top-log-templates',
    description: 'Groups similar lines of the stored logs of this workspace, the most frequent first.',
    worker: workerName,
    summarized: 'kinds of lines of logs, and how often each was written',
    input: { type: 'object', additionalProperties: false, properties: filterProperties(settings) },
    async execute({ source: logs = settings.defaultSource, ...input }, context) {
      const filter = filterOf(input, context.now());
      const { from, to, ...about } = filter;
      const grouped = await groupLines(access, logs, filter, undefined, context);
      const templates = grouped.tally.result();
      return {
        evidence: [
          {
            source,
            query: grouped.query,
            title: `${aboutOf(logs, about)}: ${grouped.total} lines of ${templates.length} kinds`,
            timeRange: timeRangeOf({ from, to }),
            content: {
              kind: 'table',
              columns: ['lines', 'first', 'last', 'level', 'services', 'template'],
              rows: templates
                .slice(0, shown)
                .map(({ lines, first, last, level, services, template }) => [
                  lines * grouped.oneIn,
                  iso(first),
                  iso(last),
                  level,
                  servicesOf(services),
                  template,
                ]),
            },
            ...leftOutOf(grouped, templates.length - shown),
          },
        ],
        value: { lines: grouped.total, templates: templates.length },
      };
    },
  });
}
