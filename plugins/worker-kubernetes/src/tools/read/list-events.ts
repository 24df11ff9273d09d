import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, secondsOf, sinceArgument, workerName } from '../arguments.ts';
import { eventMoments } from '../history/event-moments.ts';
import { lastSeen } from '../presentation/columns/cluster.ts';
import { isAbout, latestFirst } from '../presentation/events.ts';
import { tableEvidence } from '../presentation/evidence.ts';
import { tableOf } from '../presentation/rows.ts';

export function listEvents(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'list-events',
    description: 'Lists events, the latest first: of the workspace, of a namespace, or of an object and what it owns.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        namespace: namespaceArgument,
        object: {
          ...nameArgument,
          description: 'Name of an object; events of its replica sets and pods are its own too.',
        },
        since: sinceArgument,
        warnings: { type: 'boolean', description: 'Only warnings.' },
      },
    },
    async execute({ namespace, object, since, warnings }, context) {
      const reading = await access.list('Event', context, namespace);
      const now = await access.moment(context);
      const from = since === undefined ? undefined : now - secondsOf(since) * 1000;
      const events = reading.items
        .filter((event) => warnings !== true || event.type === 'Warning')
        .filter((event) => object === undefined || isAbout(event, object))
        .filter((event) => from === undefined || Date.parse(lastSeen(event) ?? '') >= from);
      const about = object ?? namespace ?? 'the workspace';
      return {
        evidence: [
          tableEvidence(access, reading, {
            title: `${warnings === true ? 'warnings' : 'events'} of ${about}`,
            table: tableOf('Event', latestFirst(events), now),
            remedy: 'ask for the events of one object, or of a shorter time',
            byteCap: context.byteCap,
          }),
        ],
        value: { count: events.length },
        moments: eventMoments(latestFirst(events), 0),
        unavailable: reading.unavailable,
      };
    },
  });
}
