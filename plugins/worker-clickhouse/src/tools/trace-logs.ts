import { defineReadTool, type ReadTool } from '@hexaops/core';
import { formatDuration } from '@hexaops/core/rules';
import type { LogAccess } from '../logs/log-access.ts';
import { isError } from '../query/level.ts';
import { filterOf, text, timeProperties, workerName } from './arguments.ts';
import { iso, linesContent, omittedWhen, source, timeRangeOf } from './presentation.ts';

export function traceLogs(access: LogAccess): ReadTool {
  const { settings } = access;
  return defineReadTool({
    name: 'trace-logs',
    description: 'Shows the lines of one trace over all services and logs of this workspace, in their order.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['trace'],
      properties: { trace: text(128, 'Its id.'), ...timeProperties },
    },
    async execute({ trace, ...time }, context) {
      const { from, to } = filterOf(time, context.now(), formatDuration(settings.lookback));
      const logs = [...settings.sources].filter(([, { columns }]) => columns.trace !== undefined).map(([name]) => name);
      const wanted = { order: 'earliest', limit: settings.rows } as const;
      const found = await Promise.all(logs.map((name) => access.lines(name, { trace, from, to }, wanted, context)));
      const lines = found.flatMap((each) => each.lines).toSorted((one, other) => one.at - other.at);
      const services = [...new Set(lines.map(({ service }) => service))];
      const [first] = lines;
      const last = lines.at(-1);
      const failed = lines.find(({ level }) => isError(level));
      const span = first === undefined || last === undefined ? 0 : last.at - first.at;
      const said =
        first === undefined
          ? 'no lines'
          : `${lines.length} lines of ${services.slice(0, 8).join(', ')} in ${span} ms${failed === undefined ? '' : `; the first error by ${failed.service} at ${iso(failed.at)}`}`;
      return {
        evidence: [
          {
            source,
            query: found.map(({ query }) => query).join('\n'),
            title: `trace ${trace.slice(0, 80)}: ${said}`,
            timeRange: timeRangeOf({ from, to }),
            content: linesContent(lines.slice(0, settings.rows)),
            ...omittedWhen(
              lines.length > settings.rows || found.some(({ more }) => more),
              'later lines of the trace: search them by the trace and a time',
            ),
          },
        ],
        value: { lines: lines.length, services, milliseconds: span },
      };
    },
  });
}
