import { defineReadTool, type Finding, type Moment, type ReadTool } from '@hexaops/core';
import type { LogAccess } from '../logs/log-access.ts';
import { isError } from '../query/level.ts';
import { groupLines } from '../templates/group-lines.ts';
import type { Tallied } from '../templates/tally.ts';
import { aboutOf, filterOf, filterProperties, workerName } from './arguments.ts';
import { iso, source, timeRangeOf } from './presentation.ts';
import { leftOutOf, servicesOf } from './templates.ts';

const day = 86_400_000;
const shown = 50;
const mostFindings = 5;

export function newLogTemplates(access: LogAccess): ReadTool {
  const { settings } = access;
  return defineReadTool({
    name: 'new-log-templates',
    description:
      'Finds kinds of lines, errors unless told otherwise, that the stored logs of this workspace did not have in the same time before: a day earlier, or as much earlier as the time is long.',
    worker: workerName,
    summarized: 'kinds of errors in logs that were not there before',
    input: { type: 'object', additionalProperties: false, properties: filterProperties(settings) },
    async execute({ source: logs = settings.defaultSource, level = 'error', ...input }, context) {
      const filter = { ...filterOf(input, context.now(), '24h'), level };
      const { from, to, ...about } = filter;
      const before = Math.max(day, to - from);
      const grouped = await groupLines(access, logs, filter, before, context);
      const templates = grouped.tally.result();
      const fresh = templates.filter((each) => each.before === 0).toSorted((a, b) => a.first - b.first);
      const moments = fresh.slice(0, shown).map((each) => momentOf(each));
      // Of a sample nobody knows what was not in it.
      const isWhole = grouped.oneIn === 1 && grouped.tally.dropped === 0;
      const findings = isWhole
        ? fresh
            .filter((each) => isError(each.level))
            .slice(0, mostFindings)
            .map(findingOf)
        : [];
      return {
        evidence: [
          {
            source,
            query: grouped.query,
            title: `${aboutOf(logs, about)}: ${fresh.length} of ${templates.length} kinds were not there from ${iso(from - before)} to ${iso(to - before)}`,
            timeRange: timeRangeOf({ from, to }),
            content: {
              kind: 'table',
              columns: ['first', 'last', 'lines', 'level', 'services', 'template'],
              rows: fresh
                .slice(0, shown)
                .map(({ first, last, lines, level: worst, services, template }) => [
                  iso(first),
                  iso(last),
                  lines * grouped.oneIn,
                  worst,
                  servicesOf(services),
                  template,
                ]),
            },
            ...leftOutOf(grouped, fresh.length - shown),
          },
        ],
        ...(findings.length === 0 ? {} : { findings }),
        moments,
        value: { templates: templates.length, new: fresh.length },
      };
    },
  });
}

function momentOf({ first, template, services }: Tallied): Moment {
  const [service = ''] = services;
  const object = service === '' ? {} : { object: { kind: 'Service', name: service } };
  return {
    at: first,
    kind: 'symptom',
    what: `first of new lines: ${template.slice(0, 200)}`,
    ...object,
    evidence: [0],
  };
}

function findingOf({ first, lines, template, services }: Tallied): Finding {
  const [service = ''] = services;
  return {
    cause: 'new-error-lines',
    object: { kind: 'Service', name: service === '' ? 'unknown' : service },
    severity: 'warning',
    confidence: 0.9,
    summary: `${service === '' ? 'Somebody' : service} writes an error since ${iso(first)} that was not in the logs before, ${lines} times: ${template.slice(0, 300)}`,
    evidence: [0],
  };
}
