import { defineReadTool, type ReadTool } from '@hexaops/core';
import { formatDuration } from '@hexaops/core/rules';
import type { LogAccess } from '../logs/log-access.ts';
import { aboutOf, durationOf, filterProperties, text, workerName } from './arguments.ts';
import { parseInstant } from './instant.ts';
import { iso, linesContent, omittedWhen, source, timeRangeOf } from './presentation.ts';

/** On each side of the instant. */
const usualMargin = '5m';
const longestMargin = 86_400_000;

export function logsAround(access: LogAccess): ReadTool {
  const { settings } = access;
  const { since, from: _from, to: _to, ...properties } = filterProperties(settings);
  return defineReadTool({
    name: 'logs-around',
    description: 'Shows the lines of the stored logs of this workspace before and after an instant, the nearest ones.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['at'],
      properties: {
        ...properties,
        at: text(40, 'The instant: 2026-01-15T12:00:00Z, or 14:05 (UTC), the last that has been.'),
        margin: { ...since, description: 'How far to each side: 5m unless told, up to a day.' },
      },
    },
    async execute({ source: logs = settings.defaultSource, at: written, margin = usualMargin, ...about }, context) {
      const at = parseInstant(written, context.now());
      const reach = Math.min(durationOf(margin), longestMargin);
      const limit = Math.max(1, Math.floor(settings.rows / 2));
      const [before, after] = await Promise.all([
        access.lines(logs, { ...about, from: at - reach, to: at }, { order: 'latest', limit }, context),
        access.lines(logs, { ...about, from: at, to: at + reach }, { order: 'earliest', limit }, context),
      ]);
      const side = (name: string, found: typeof before, range: { readonly from: number; readonly to: number }) => ({
        source,
        query: found.query,
        title: `${aboutOf(logs, about)}, ${formatDuration(reach)} ${name} ${iso(at)}: ${found.lines.length || 'no'} lines`,
        timeRange: timeRangeOf(range),
        content: linesContent(found.lines.toSorted((one, other) => one.at - other.at)),
        ...omittedWhen(found.more, 'lines farther from the instant: ask for a level, a service or a smaller margin'),
      });
      return {
        evidence: [
          side('before', before, { from: at - reach, to: at }),
          side('after', after, { from: at, to: at + reach }),
        ],
        value: { before: before.lines.length, after: after.lines.length },
      };
    },
  });
}
