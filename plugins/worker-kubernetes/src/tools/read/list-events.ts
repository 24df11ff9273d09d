import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { Event } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, secondsOf, sinceArgument, workerName } from '../arguments.ts';
import { lastSeen } from '../presentation/columns/cluster.ts';
import { compare, tableEvidence } from '../presentation/evidence.ts';
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
        object: { ...nameArgument, description: 'Name of an object; events of its replica sets and pods are its own too.' },
        since: sinceArgument,
        warnings: { type: 'boolean', description: 'Only warnings.' },
      },
    },
    async execute({ namespace, object, since, warnings }, context) {
      const reading = await access.list('Event', context, namespace);
      const from = since === undefined ? undefined : context.now() - secondsOf(since) * 1000;
      const events = reading.items
        .filter((event) => warnings !== true || event.type === 'Warning')
        .filter((event) => object === undefined || isAbout(event, object))
        .filter((event) => from === undefined || Date.parse(lastSeen(event) ?? '') >= from);
      const about = object ?? namespace ?? 'the workspace';
      return {
        evidence: [
          tableEvidence(access, reading, {
            title: `${warnings === true ? 'warnings' : 'events'} of ${about}`,
            table: tableOf('Event', latestFirst(events), context.now()),
            remedy: 'ask for the events of one object, or of a shorter time',
            byteCap: context.byteCap,
          }),
        ],
        value: { count: events.length },
        unavailable: reading.unavailable,
      };
    },
  });
}

/** Kubernetes builds the ends of names from hexadecimal digits, or from letters that make no words. */
const generated = /^(?:-(?:[0-9a-f]{1,10}|[0-9bcdfghjklmnpqrstvwxz]{1,10})){1,2}$/;

/** Of the object itself, or of a replica set, a pod or a job that is named after it. */
export function isAbout({ involvedObject }: Event, name: string): boolean {
  const about = involvedObject?.name ?? '';
  return about === name || (about.startsWith(`${name}-`) && generated.test(about.slice(name.length)));
}

export function latestFirst(events: readonly Event[]): readonly Event[] {
  return events.toSorted((a, b) => compare(lastSeen(b) ?? '', lastSeen(a) ?? ''));
}
