import { defineReadTool, type Moment, type ReadTool } from '@hexaops/core';
import type { LogAccess, QueryOf } from '../logs/log-access.ts';
import { eventsQuery } from '../query/events.ts';
import type { Row } from '../source/click-house.ts';
import { filterOf, text, timeProperties, workerName } from './arguments.ts';
import { iso, omittedWhen, source, timeRangeOf } from './presentation.ts';

const logs = 'events';
const mostMoments = 50;

export function storedEvents(access: LogAccess): ReadTool {
  const { settings } = access;
  return defineReadTool({
    name: 'stored-events',
    description:
      'Finds stored Kubernetes events of this workspace, also those that the cluster has forgotten, those of one reason together.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        kind: text(63, 'Of the object: Pod, Deployment.'),
        namespace: text(63, 'Of the object.'),
        name: text(253, 'Of the object.'),
        reason: text(128, 'BackOff, FailedScheduling, ...'),
        level: text(32, 'warning, normal.'),
        term: text(200, 'A part of the message, in any case.'),
        ...timeProperties,
      },
    },
    async execute(input, context) {
      const filter = filterOf(input, context.now(), '24h');
      const { from, to, ...about } = filter;
      const limit = settings.rows;
      const make: QueryOf = (...what) => eventsQuery(...what, limit + 1);
      const { rows, truncated, query } = await access.ask(logs, make, filter, context);
      const events = rows.slice(0, limit);
      const of = [about.kind, about.namespace, about.name, about.reason].filter((part) => part !== undefined);
      return {
        evidence: [
          {
            source,
            query,
            title: `stored events${of.length === 0 ? '' : ` of ${of.join(' ').slice(0, 200)}`}: ${events.length || 'none'}`,
            timeRange: timeRangeOf({ from, to }),
            content: {
              kind: 'table',
              columns: ['last', 'first', 'times', 'type', 'object', 'reason', 'message'],
              rows: events.map((row) => [
                iso(Number(row['last_'])),
                iso(Number(row['first_'])),
                Number(row['times_']),
                textIn(row, 'level'),
                [textIn(row, 'kind'), textIn(row, 'namespace'), textIn(row, 'name')]
                  .filter((part) => part !== '')
                  .join(' '),
                textIn(row, 'reason'),
                textIn(row, 'message'),
              ]),
            },
            ...omittedWhen(truncated || rows.length > limit, 'older events: ask for one object or a shorter time'),
          },
        ],
        moments: events
          .filter((row) => textIn(row, 'level').toLowerCase() !== 'normal')
          .slice(0, mostMoments)
          .map(momentOf),
        value: { events: events.length },
      };
    },
  });
}

function textIn(row: Row, name: string): string {
  return String(row[`${name}_`] ?? '');
}

function momentOf(row: Row): Moment {
  const namespace = textIn(row, 'namespace');
  const name = textIn(row, 'name');
  const object =
    name === ''
      ? {}
      : { object: { kind: textIn(row, 'kind') || 'Object', ...(namespace === '' ? {} : { namespace }), name } };
  const what = `${textIn(row, 'reason')}: ${textIn(row, 'message').slice(0, 200)}`;
  return { at: Number(row['first_']), kind: 'symptom', what, ...object, evidence: [0] };
}
